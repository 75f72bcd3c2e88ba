namespace Sim.Browser.Tests;

public sealed class BrowserPathTests
{
    [Fact]
    public void The_browser_that_is_named_is_taken() =>
        Assert.Equal("/somewhere/browser", BrowserPath.Find(name => name == "SIM_CHROMIUM" ? "/somewhere/browser" : "/bin", _ => true));

    [Fact]
    public void A_browser_that_is_named_and_not_there_is_not_replaced_by_another()
    {
        var error = Assert.Throws<InvalidOperationException>(() => BrowserPath.Find(name => name == "SIM_CHROMIUM" ? "/nowhere" : "/bin", path => path != "/nowhere"));

        Assert.Equal("SIM_CHROMIUM is '/nowhere', and there is no such file.", error.Message);
    }

    [Fact]
    public void Without_any_browser_it_is_said_what_to_install_and_how_to_do_without()
    {
        var error = Assert.Throws<InvalidOperationException>(() => BrowserPath.Find(_ => null, _ => false));

        Assert.Contains("apt-get install chromium", error.Message, StringComparison.Ordinal);
        Assert.Contains("SIM_CHROMIUM", error.Message, StringComparison.Ordinal);
        Assert.Contains("--filter", error.Message, StringComparison.Ordinal);
    }
}
