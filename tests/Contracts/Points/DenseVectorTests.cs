using FsCheck;
using FsCheck.Fluent;
using Sim.Contracts.Points;

namespace Sim.Contracts.Tests.Points;

public sealed class DenseVectorTests
{
    [Fact]
    public void Vectors_are_equal_when_their_floats_are_equal_bit_by_bit()
    {
        DenseVector vector = [1f, float.NaN, 0f];
        Assert.Equal(vector, [1f, float.NaN, 0f]);
        Assert.Equal(vector.GetHashCode(), DenseVector.Create([1f, float.NaN, 0f]).GetHashCode());
        Assert.NotEqual(vector, [1f, float.NaN, -0f]);
        Assert.NotEqual(vector, [1f, float.NaN]);
    }

    [Fact]
    public void A_vector_keeps_a_copy_of_its_floats() =>
        Prop.ForAll<float[]>(values =>
        {
            var copy = values.ToArray();
            var vector = DenseVector.Create(copy);
            Array.Clear(copy);
            return vector.Dimension == values.Length
                && Enumerable.Range(0, values.Length).All(i =>
                    BitConverter.SingleToInt32Bits(vector[i]) == BitConverter.SingleToInt32Bits(values[i]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_text_holds_every_digit() => Assert.Equal("[0.1, 16777216, -0]", DenseVector.Create([0.1f, 16777216f, -0f]).ToString());
}
