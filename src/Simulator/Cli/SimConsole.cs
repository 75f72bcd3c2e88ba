using Spectre.Console;

namespace Sim.Simulator.Cli;

/// <summary>Where a command writes: in colours and frames to a terminal, plain to anything else.</summary>
internal sealed class SimConsole
{
    private readonly IAnsiConsole? _terminal;

    /// <summary>A console over these writers; a terminal when <paramref name="isTerminal"/> is true.</summary>
    public SimConsole(TextWriter output, TextWriter error, bool isTerminal)
    {
        Output = output;
        Error = error;
        _terminal = isTerminal ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }) : null;
    }

    /// <summary>For results.</summary>
    public TextWriter Output { get; }

    /// <summary>For errors.</summary>
    public TextWriter Error { get; }

    /// <summary>Writes a table whose first row are the headings.</summary>
    public void WriteTable(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (_terminal is not null)
        {
            var table = new Table { Border = TableBorder.Rounded };
            foreach (var heading in headings)
            {
                table.AddColumn(new TableColumn(Markup.Escape(heading)));
            }

            foreach (var row in rows)
            {
                table.AddRow([.. row.Select(Markup.Escape)]);
            }

            _terminal.Write(table);
            return;
        }

        var widths = new int[headings.Count];
        foreach (var row in rows.Prepend(headings))
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }

        foreach (var row in rows.Prepend(headings))
        {
            var cells = row.Select((cell, i) => i == row.Count - 1 ? cell : cell.PadRight(widths[i] + 2));
            Output.WriteLine(string.Concat(cells).TrimEnd());
        }
    }

    /// <summary>Runs <paramref name="work"/> with a line of progress that it may change; nothing is shown unless this is a terminal.</summary>
    public void WithProgress(string start, Action<Action<string>> work)
    {
        if (_terminal is null)
        {
            work(static _ => { });
        }
        else
        {
            _terminal.Status().Start(Markup.Escape(start), context => work(text => context.Status(Markup.Escape(text))));
        }
    }
}
