using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace Sim.Simulation.Scheduling;

/// <summary>
/// Names the line of the program that something came from, as far as a stack or a continuation tells: <c>Account.Withdraw (Account.cs:12)</c>. Without the
/// program's symbols there is no line, only the method. Only reports of what has gone wrong ask for it: it is slow.
/// </summary>
internal static class SourcePlace
{
    // The table in which a compiler keeps where an async method stops: Portable PDB, "Async Method Stepping Information".
    private static readonly Guid AsyncStepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    /// <summary>The innermost frame of the program; null when there is none.</summary>
    public static string? Of(StackTrace stack)
    {
        foreach (var frame in stack.GetFrames())
        {
            var method = DiagnosticMethodInfo.Create(frame);
            if (method is not null && !IsOfTheWorld(method.DeclaringAssemblyName))
            {
                return Describe(method.DeclaringTypeName, method.Name, frame.GetFileName(), frame.GetFileLineNumber());
            }
        }

        return null;
    }

    /// <summary>The await that left this continuation behind; null when it is not that of an async method.</summary>
    /// <param name="state">What was posted along with the callback: the action that goes on with the method.</param>
    public static string? OfContinuation(object? state)
    {
        // What the framework keeps of a method that awaits is a box, and in it the method's own state, in a field of this name.
        if ((state as Delegate)?.Target is not { } box
            || box.GetType().GetField("StateMachine")?.GetValue(box) is not IAsyncStateMachine machine
            || machine.GetType() is not { DeclaringType: { } owner } type
            || IsOfTheWorld(type.Assembly.GetName().Name))
        {
            return null;
        }

        var (file, line) = type.GetField("<>1__state")?.GetValue(machine) is int awaited and >= 0 ? LineOf(type, awaited) : default;
        return Describe(owner.FullName ?? owner.Name, type.Name, file, line);
    }

    private static bool IsOfTheWorld(string? assembly) =>
        assembly is null
        || assembly.StartsWith("System.", StringComparison.Ordinal)
        || assembly.Split(',')[0] is "Sim.Simulation" or "Sim.Runtime" or "mscorlib" or "netstandard";

    private static string Describe(string type, string method, string? file, int line)
    {
        // The compiler puts an async method into a type of its own, and a local function or lambda below a generated name: <Name>d__1, <Name>b__0.
        var parts = type.Split('+', '.').Append(method).Select(Plain).Where(part => part.Length > 0).Distinct().ToList();
        var name = string.Join('.', parts.TakeLast(2));
        return file is null ? name : $"{name} ({Path.GetFileName(file)}:{line})";
    }

    private static string Plain(string part)
    {
        const string LocalFunction = ">g__";
        var local = part.IndexOf(LocalFunction, StringComparison.Ordinal);
        if (local >= 0)
        {
            var name = part[(local + LocalFunction.Length)..];
            var end = name.IndexOf('|', StringComparison.Ordinal);
            return end < 0 ? name : name[..end];
        }

        var (open, close) = (part.LastIndexOf('<'), part.IndexOf('>', StringComparison.Ordinal));
        return part == nameof(IAsyncStateMachine.MoveNext) ? "" : open < 0 ? part : close > open + 1 ? part[(open + 1)..close] : "";
    }

#pragma warning disable RS0030 // The banned File: the symbols are those of the program that is being simulated, on the real disk.
    private static (string? File, int Line) LineOf(Type machine, int awaited)
    {
        var symbols = Path.ChangeExtension(machine.Assembly.Location, ".pdb");
        if (machine.GetMethod(nameof(IAsyncStateMachine.MoveNext), BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not { } method
            || !File.Exists(symbols))
        {
            return default;
        }

        using var provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(symbols));
        var reader = provider.GetMetadataReader();
        var handle = ((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken)).ToDebugInformationHandle();
        var yielded = YieldOffset(reader, handle, awaited);
        var place = default((string?, int));
        foreach (var point in reader.GetMethodDebugInformation(handle).GetSequencePoints())
        {
            if (yielded is null || point.Offset > yielded)
            {
                break;
            }

            if (!point.IsHidden)
            {
                place = (reader.GetString(reader.GetDocument(point.Document).Name), point.StartLine);
            }
        }

        return place;
    }
#pragma warning restore RS0030

    private static int? YieldOffset(MetadataReader reader, MethodDebugInformationHandle method, int awaited)
    {
        foreach (var handle in reader.GetCustomDebugInformation(method.ToDefinitionHandle()))
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) != AsyncStepping)
            {
                continue;
            }

            var blob = reader.GetBlobReader(information.Value);
            _ = blob.ReadUInt32();
            for (var number = 0; blob.RemainingBytes > 0; number++)
            {
                var offset = (int)blob.ReadUInt32();
                _ = blob.ReadUInt32();
                _ = blob.ReadCompressedInteger();
                if (number == awaited)
                {
                    return offset;
                }
            }
        }

        return null;
    }
}
