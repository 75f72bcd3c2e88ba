using Sim.Contracts.Operations;
using Sim.Runtime.Randomness;
using Sim.Simulator.Crashing;

namespace Sim.Simulator.Tests.Crashing;

public sealed class CrashScriptTests
{
    [Fact]
    public void Parent_and_child_write_the_same_script_from_the_same_seed()
    {
        var shape = CrashShape.Of(new Seed(3), shards: null);
        var parent = new CrashScript(shape, new Seed(3), client: 1, clients: 3);
        var child = new CrashScript(shape, new Seed(3), client: 1, clients: 3);

        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(parent.Next(), child.Next());
        }
    }

    [Fact]
    public void No_id_belongs_to_two_clients()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var shape = CrashShape.Of(new Seed(seed), shards: 1);
            var ids = Enumerable.Range(0, 4).SelectMany(client => new CrashScript(shape, new Seed(seed), client, 4).Data.Ids.ToArray()).ToArray();

            Assert.Equal(ids.Length, ids.Distinct().Count());
        }
    }

    [Fact]
    public void One_client_changes_the_schema_and_leaves_the_vectors_of_the_others_alone()
    {
        var kinds = new HashSet<Type>();
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var shape = CrashShape.Of(new Seed(seed), shards: 1);
            for (var client = 0; client < 2; client++)
            {
                var script = new CrashScript(shape, new Seed(seed), client, 2);
                for (var i = 0; i < 300; i++)
                {
                    if (script.Next().Operation is SchemaOperation change)
                    {
                        Assert.Equal(CrashScript.SchemaClient, client);
                        Assert.DoesNotContain(shape.Schema.Vectors, vector => change is DeleteVectorName delete && delete.Name == vector.Name);
                        kinds.Add(change.GetType());
                    }
                }
            }
        }

        Assert.Equal(4, kinds.Count);
    }
}
