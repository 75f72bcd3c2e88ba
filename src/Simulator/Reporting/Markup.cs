using System.Globalization;
using System.Text;

namespace Sim.Simulator.Reporting;

/// <summary>
/// A piece of a page. What is put into the holes of an interpolated string is escaped, unless it is markup itself, so that no text of a run can become markup by
/// being forgotten.
/// </summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>No markup.</summary>
    public static Markup None => new();

    /// <summary>How many characters it has.</summary>
    public int Length => _text.Length;

    /// <summary>Markup of one interpolated string.</summary>
    public static Markup Of(FormattableString markup) => new Markup().Add(markup);

    /// <summary>Markup as it stands; for what is written in the program itself.</summary>
    public static Markup Literal(string markup)
    {
        var literal = new Markup();
        literal._text.Append(markup);
        return literal;
    }

    /// <summary>Pieces in a row.</summary>
    public static Markup Join(IEnumerable<Markup> pieces)
    {
        var all = new Markup();
        foreach (var piece in pieces)
        {
            all._text.Append(piece._text);
        }

        return all;
    }

    /// <summary>Appends; each value in the string is escaped, numbers are written as everywhere.</summary>
    public Markup Add(FormattableString markup)
    {
        _text.AppendFormat(CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(Escaped)]);
        return this;
    }

    /// <summary>The characters.</summary>
    public override string ToString() => _text.ToString();

    private static object Escaped(object? value) => value switch
    {
        null => "",
        Markup markup => markup.ToString(),
        int or long or ulong => value,
        _ => HtmlText.Of(value.ToString() ?? ""),
    };
}
