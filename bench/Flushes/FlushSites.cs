using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using Sim.Engine;
using Sim.Runtime.Files;

namespace Sim.Bench.Flushes;

/// <summary>
/// All places in the engine that flush, found in its compiled code, and which of them a call came from. No list of them has to be kept, and one that no
/// run reaches is known all the same.
/// </summary>
internal sealed class FlushSites
{
    private static readonly OpCode[] OpCodesByValue = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)];

    // The calls of each method, in the order in which they stand.
    private readonly Dictionary<MethodBase, List<(int Offset, FlushSite Site)>> _calls = [];

    private FlushSites()
    {
    }

    /// <summary>The sites, sorted by name.</summary>
    public IReadOnlyList<FlushSite> All { get; private init; } = [];

    /// <summary>Reads the engine's code.</summary>
    public static FlushSites Find()
    {
        var fileFlush = typeof(IFile).GetMethod(nameof(IFile.Flush))!;
        var directoryFlush = typeof(IFileSystem).GetMethod(nameof(IFileSystem.FlushDirectory))!;
        var calls = new Dictionary<MethodBase, List<(int, FlushSite)>>();
        foreach (var type in typeof(Collection).Assembly.GetTypes())
        {
            const BindingFlags Every = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
            foreach (var method in type.GetMethods(Every))
            {
                foreach (var (offset, target) in CallsIn(method))
                {
                    if (target == fileFlush || target == directoryFlush)
                    {
                        if (!calls.TryGetValue(method, out var list))
                        {
                            calls.Add(method, list = []);
                        }

                        var isDirectory = target == directoryFlush;
                        var ordinal = list.Count(call => call.Item2.IsDirectory == isDirectory) + 1;
                        list.Add((offset, new FlushSite(NameOf(method), isDirectory, ordinal)));
                    }
                }
            }
        }

        var sites = new FlushSites
        {
            All = [.. calls.Values.SelectMany(list => list).Select(call => call.Item2).OrderBy(site => site.ToString(), StringComparer.Ordinal)],
        };
        foreach (var (method, list) in calls)
        {
            sites._calls.Add(method, list);
        }

        return sites;
    }

    /// <summary>The site that the flush comes from which calls this; null when it is not the engine that flushes.</summary>
    /// <param name="isDirectory">What is flushed.</param>
    public FlushSite? Caller(bool isDirectory)
    {
        var frames = new StackTrace(fNeedFileInfo: false).GetFrames();
        foreach (var frame in frames)
        {
            // The methods of asynchronous state machines are found by identity: nothing stands between the engine's call and the flush but this program.
            if (frame.GetMethod() is { } method && _calls.TryGetValue(method, out var calls))
            {
                // The offset is close to that of the call: it is where the call returns to, or where its statement begins.
                var offset = frame.GetILOffset();
                var sameKind = calls.Where(call => call.Site.IsDirectory == isDirectory).ToArray();
                return sameKind.Length == 1 ? sameKind[0].Site
                    : offset > 0 ? sameKind.MinBy(call => Math.Abs(call.Offset - offset)).Site
                    : throw new InvalidOperationException(
                        $"It cannot be told which flush of {NameOf(method)} this is: code that was compiled by profile has no offsets. Set DOTNET_TieredPGO=0.");
            }
        }

        return null;
    }

    private static IEnumerable<(int Offset, MethodBase Target)> CallsIn(MethodInfo method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            yield break;
        }

        for (var at = 0; at < code.Length;)
        {
            var start = at;
            var value = code[at] == 0xFE ? unchecked((short)((code[at++] << 8) | code[at++])) : code[at++];
            var operation = OpCodesByValue.First(candidate => candidate.Value == value);
            if (operation == OpCodes.Call || operation == OpCodes.Callvirt)
            {
                var token = BitConverter.ToInt32(code, at);
                if (Resolve(method, token) is { } target)
                {
                    yield return (start, target);
                }
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static MethodBase? Resolve(MethodInfo method, int token) => method.Module.ResolveMethod(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    // An asynchronous method runs as a type of its own, whose name has the method's in angle brackets.
    private static string NameOf(MethodBase method)
    {
        var type = method.DeclaringType!;
        var name = method.Name;
        while (type.DeclaringType is { } outer && type.Name.StartsWith('<'))
        {
            name = type.Name[1] == '>' ? name : type.Name[1..type.Name.IndexOf('>', StringComparison.Ordinal)];
            type = outer;
        }

        return $"{type.Name}.{name}";
    }
}
