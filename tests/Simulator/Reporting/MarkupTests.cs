using Sim.Simulator.Reporting;

namespace Sim.Simulator.Tests.Reporting;

public sealed class MarkupTests
{
    [Fact]
    public void Values_are_escaped_and_markup_is_not()
    {
        var inner = Markup.Of($"<b>{"<&>"}</b>");

        Assert.Equal("<p class=\"a&quot;b\"><b>&lt;&amp;&gt;</b> 1234567 {x}</p>", Markup.Of($"<p class=\"{"a\"b"}\">{inner} {1234567} {"{x}"}</p>").ToString());
    }

    [Fact]
    public void Values_that_are_no_text_are_escaped_too() =>
        Assert.Equal("[&lt;, &gt;]", Markup.Of($"{new Bracketed()}").ToString());

    private sealed class Bracketed
    {
        public override string ToString() => "[<, >]";
    }
}
