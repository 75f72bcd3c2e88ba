using System.Xml.Linq;
using Sim.Runtime.Randomness;
using Sim.Simulation.Tracing;
using Sim.Simulator.Reporting;
using Sim.Simulator.Running;
using Sim.Simulator.Tests.Corpus;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Reporting;

public sealed class HtmlReportTests
{
    [Fact]
    public void A_page_needs_nothing_else_and_its_drawing_is_well_formed()
    {
        var campaign = new Campaign
        {
            Profile = ProfileCatalog.Find("quick")!,
            Strategy = "random",
            Defects = [],
            Open = DefectSwitches.Open([]),
            Operations = 10,
        };
        var request = campaign.Request(new Seed(3));
        var result = Iteration.Run(request with { TraceLevel = TraceLevel.Full, RecordSchedule = true });
        var entry = CorpusJsonTests.Entry with { Name = "a <name> & more", Plan = request.Plan, Schedule = [.. result.Schedule!.Decisions], Faults = [] };

        var page = HtmlReport.Page(entry, result);
        var svg = XElement.Parse(page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length)]);

        XNamespace space = "http://www.w3.org/2000/svg";
        Assert.Contains(svg.Elements(space + "text"), text => text.Value == "client");
        Assert.Contains(svg.Descendants(space + "rect"), box => box.Attribute("class")?.Value.StartsWith("run", StringComparison.Ordinal) == true);
        Assert.Contains(svg.Descendants(space + "line"), line => line.Attribute("class")?.Value == "kill" || line.Attribute("class")?.Value == "event");
        Assert.Contains("a &lt;name&gt; &amp; more", page, StringComparison.Ordinal);
        Assert.Contains("width=device-width", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("http").Length - 1);
    }

    [Fact]
    public void The_index_leads_to_every_page()
    {
        var result = Iteration.Run(new Campaign
        {
            Profile = ProfileCatalog.Find("quick")!,
            Strategy = "base",
            Defects = [],
            Open = DefectSwitches.Open([]),
            Operations = 1,
        }.Request(new Seed(1)));

        var index = HtmlReport.Index("corpus", [("one.html", CorpusJsonTests.Entry with { Name = "one" }, result), ("two.html", CorpusJsonTests.Entry with { Name = "two" }, result)]);

        Assert.Contains("<a href=\"one.html\">one</a>", index, StringComparison.Ordinal);
        Assert.Contains("<a href=\"two.html\">two</a>", index, StringComparison.Ordinal);
    }
}
