using System.Xml.Linq;
using Sim.Simulator.Reporting;

namespace Sim.Simulator.Tests.Reporting;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a & b &amp; c")]
    [InlineData("\"double\" and 'single'")]
    [InlineData("--> ]]> <!--")]
    [InlineData("Zoë – 中 😀")]
    [InlineData("two\nlines")]
    public void What_can_be_shown_is_shown_as_it_is(string text)
    {
        var element = XElement.Parse($"<p title=\"{HtmlText.Of(text)}\">{HtmlText.Of(text)}</p>", LoadOptions.PreserveWhitespace);

        Assert.Equal(text, element.Value);
        Assert.Equal(text.Replace('\n', ' '), element.Attribute("title")!.Value);
    }

    [Theory]
    [InlineData("\0\t\r\u001f", "␀␉␍␟")]
    [InlineData("\u007f\u0085", "␡\\u0085")]
    [InlineData("\uFFFE\uFDD0", "\\uFFFE\\uFDD0")]
    public void What_a_page_must_not_hold_is_written_as_a_sign_for_it(string text, string shown) =>
        Assert.Equal(shown, XElement.Parse($"<p>{HtmlText.Of(text)}</p>").Value);

    // Attributes of .NET are kept in UTF-8, which has no form for these.
    [Fact]
    public void Half_a_pair_is_written_as_its_number() => Assert.Equal("a\\uD800b\\uDC00c", HtmlText.Of("a\uD800b\uDC00c"));

    [Fact]
    public void Whatever_character_it_is_the_page_stays_well_formed()
    {
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            var text = HtmlText.Of($"a{(char)unit}b");
            Assert.DoesNotContain('<', text);
            Assert.StartsWith("a", XElement.Parse($"<p>{text}</p>").Value, StringComparison.Ordinal);
        }
    }
}
