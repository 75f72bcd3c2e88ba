namespace Sim.Simulator.Reporting;

/// <summary>A page that needs nothing else: no script, no font, no network. Everything on it can be reached by keyboard.</summary>
internal static class HtmlPage
{
    /// <summary>The whole page.</summary>
    /// <param name="title">Its title and first heading.</param>
    /// <param name="header">What stands below the heading.</param>
    /// <param name="sections">Its sections, each with the name that links use and its heading; those without content are left out.</param>
    public static string Of(string title, Markup header, IReadOnlyList<(string Id, string Heading, Markup Content)> sections)
    {
        var shown = sections.Where(section => section.Content.Length > 0).ToArray();
        var links = Markup.Join(shown.Select(section => Markup.Of($"<li><a href=\"#{section.Id}\">{section.Heading}</a></li>\n")));
        var contents = Markup.Join(shown.Select(section =>
            Markup.Of($"<section id=\"{section.Id}\">\n<h2>{section.Heading}</h2>\n{section.Content}</section>\n")));
        return new Markup()
            .Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n")
            .Add($"{Style}\n</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n")
            .Add($"<header>\n<h1>{title}</h1>\n{header}</header>\n<nav aria-label=\"Sections\">\n<ul>\n{links}</ul>\n</nav>\n<main id=\"content\">\n{contents}</main>\n</body>\n</html>\n")
            .ToString();
    }

    /// <summary>A table, in a box that scrolls sideways by itself.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="headings">The headings of its columns; one that begins with # has numbers below it.</param>
    /// <param name="rows">Its rows, each with a cell below each heading.</param>
    public static Markup Table(string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<Markup>> rows)
    {
        var heads = Markup.Join(headings.Select(heading => IsNumber(heading)
            ? Markup.Of($"<th scope=\"col\" class=\"number\">{heading[1..]}</th>")
            : Markup.Of($"<th scope=\"col\">{heading}</th>")));
        var body = Markup.Join(rows.Select(row => Markup.Of($"<tr>{Markup.Join(row.Select((cell, i) => Cell(cell, i, headings[i])))}</tr>\n")));
        return Scrolling(caption, Markup.Of($"<table>\n<caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"));
    }

    /// <summary>A table of texts.</summary>
    public static Markup Table(string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        Table(caption, headings, rows.Select(row => (IReadOnlyList<Markup>)[.. row.Select(Text)]));

    /// <summary>Pairs of a word and what it stands for.</summary>
    public static Markup Facts(IEnumerable<(string Word, string Meaning)> facts) =>
        Markup.Of($"<dl>\n{Markup.Join(facts.Select(fact => Markup.Of($"<dt>{fact.Word}</dt><dd>{fact.Meaning}</dd>\n")))}</dl>\n");

    /// <summary>A box that scrolls sideways by itself, and by the arrow keys once it has the focus.</summary>
    /// <param name="label">What is in it.</param>
    /// <param name="content">The content.</param>
    /// <param name="beginsAtEnd">True to show its right end first.</param>
    public static Markup Scrolling(string label, Markup content, bool beginsAtEnd = false) =>
        Markup.Of($"<div class=\"scroll{(beginsAtEnd ? " from-end" : "")}\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n{content}</div>\n");

    /// <summary>Something that is shown on demand.</summary>
    public static Markup Details(string summary, Markup content, bool isOpen = false) =>
        Markup.Of($"<details{(isOpen ? OpenAttribute : Markup.None)}>\n<summary>{summary}</summary>\n{content}</details>\n");

    /// <summary>Whether something was found, in a frame.</summary>
    public static Markup Verdict(bool hasFailed, string text) =>
        Markup.Of($"<p class=\"verdict {(hasFailed ? "fails" : "passes")}\">{(hasFailed ? "✕" : "✓")} {text}</p>\n");

    /// <summary>A text.</summary>
    public static Markup Text(string text) => Markup.Of($"{text}");

    // These two are markup of this file, and hold nothing from elsewhere.
    private static Markup Style { get; } = Markup.Literal(PageStyle.Sheet);

    private static Markup OpenAttribute { get; } = Markup.Literal(" open=\"\"");

    private static bool IsNumber(string heading) => heading.StartsWith('#');

    private static Markup Cell(Markup cell, int column, string heading) =>
        column == 0 ? Markup.Of($"<th scope=\"row\"{(IsNumber(heading) ? Markup.Literal(" class=\"number\"") : Markup.None)}>{cell}</th>")
        : IsNumber(heading) ? Markup.Of($"<td class=\"number\">{cell}</td>")
        : Markup.Of($"<td>{cell}</td>");
}
