using System.Globalization;

namespace Sim.Simulator.Reporting;

/// <summary>Virtual time as pages write it.</summary>
internal static class VirtualMoment
{
    /// <summary>Milliseconds, with the thousandths that they have.</summary>
    public static string Of(TimeSpan time)
    {
        var microseconds = time.Ticks / TimeSpan.TicksPerMicrosecond;
        var (whole, rest) = Math.DivRem(microseconds, 1_000);
        return string.Create(CultureInfo.InvariantCulture, $"{whole:N0}{(rest == 0 ? "" : $".{rest:D3}".TrimEnd('0'))} ms");
    }
}
