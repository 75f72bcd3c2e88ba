using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Sim.Simulator.Reporting;

/// <summary>
/// Text of a run as text of a page. Payloads and paths can hold anything; what HTML has no form for, not even an escaped one, is written as a sign that stands
/// for it, so that a page is valid whatever was stored.
/// </summary>
internal static class HtmlText
{
    // From here on Unicode has pictures of the control characters, in their order.
    private const int Pictures = 0x2400;
    private const char PictureOfDelete = (char)0x2421;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The text, escaped for the content of an element and for an attribute in double quotes.</summary>
    public static string Of(string text)
    {
        var lines = Printable(text).Split('\n');
        return string.Join('\n', lines.Select(Encoder.Encode));
    }

    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done)
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[0]:X4}");
            }
            else if (rune.Value is < 0x20 and not '\n')
            {
                printable.Append((char)(Pictures + rune.Value));
            }
            else if (rune.Value == 0x7F)
            {
                printable.Append(PictureOfDelete);
            }
            else if (rune.Value is (> 0x7F and < 0xA0) or (>= 0xFDD0 and <= 0xFDEF) || (rune.Value & 0xFFFE) == 0xFFFE)
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
            else
            {
                printable.Append(rest[..length]);
            }

            rest = rest[length..];
        }

        return printable.ToString();
    }
}
