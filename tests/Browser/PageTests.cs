using System.Globalization;
using Microsoft.Playwright;

namespace Sim.Browser.Tests;

/// <summary>What somebody sees who opens the pages of <c>sim report</c>: on a phone or a wide screen, in the light or the dark, with a mouse or with keys alone, and offline.</summary>
public sealed class PageTests(ReportPages pages) : IClassFixture<ReportPages>
{
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 900 };

    public static TheoryData<string> Names => [.. ReportPages.Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_fits_the_screen_asks_for_nothing_and_complains_about_nothing(string name)
    {
        var backgrounds = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var (screen, size) in new[] { ("phone", Phone), ("desktop", Desktop) })
            {
                await using var view = await Open(name, size, scheme);

                Assert.True(await view.Holds(HasNoSidewaysScroll), $"{name} scrolls sideways, {screen}, {scheme}.");
                var picture = Path.Combine(pages.Pictures, $"{name.Replace(' ', '-')}-{screen}-{scheme}.png".ToLowerInvariant());
                await view.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
                Assert.True(new FileInfo(picture).Length > 5_000, $"{picture} shows next to nothing.");

                await view.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
                Assert.True(await view.Holds(HasNoSidewaysScroll), $"{name} scrolls sideways with everything open, {screen}, {scheme}.");
                backgrounds.Add(await view.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
                Assert.Empty(view.Complaints);
                Assert.Equal([view.Page.Url], view.Requests);
            }
        }

        Assert.Equal(backgrounds[0], backgrounds[1]);
        Assert.NotEqual(backgrounds[1], backgrounds[2]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_keys_reach_everything_in_the_order_of_the_page_and_it_can_be_seen_where_they_are(string name)
    {
        await using var view = await Open(name, Phone, ColorScheme.Light);
        var expected = await view.Page.EvaluateAsync<int>(
            "(window.reachable = [...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility())).length");
        Assert.True(expected > 2, $"{name} has {expected} things to reach.");

        for (var i = 0; i < expected; i++)
        {
            await view.Page.Keyboard.PressAsync("Tab");
            var at = await view.Page.EvaluateAsync<int>("window.reachable.indexOf(document.activeElement)");
            Assert.True(at == i, string.Create(CultureInfo.InvariantCulture, $"{name}: key press {i} of {expected} leads to {at}."));
            Assert.True(
                await view.Holds("(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)(getComputedStyle(document.activeElement))"), $"{name}: {i} does not show that it has the focus.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_key_opens_what_is_closed(string name)
    {
        await using var view = await Open(name, Phone, ColorScheme.Light);
        var closed = await view.Page.QuerySelectorAsync("details:not([open]) > summary");
        if (closed is null)
        {
            // An index of entries has all in its table.
            Assert.Equal("the index of entries", name);
            return;
        }

        await closed.FocusAsync();
        await view.Page.Keyboard.PressAsync("Enter");

        Assert.True(await closed.EvaluateAsync<bool>("summary => summary.parentElement.open"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Headings_tables_and_drawings_say_what_they_are(string name)
    {
        await using var view = await Open(name, Desktop, ColorScheme.Light);

        Assert.Equal("CSS1Compat", await view.Page.EvaluateAsync<string>("document.compatMode"));
        Assert.Equal("en", await view.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(await view.Page.TitleAsync(), await view.Page.EvaluateAsync<string>("document.querySelector('h1').textContent"));
        var levels = await view.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => +h.tagName[1])");
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"{name}: a heading of level {pair.Second} follows one of level {pair.First}."));
        Assert.True(await view.Holds("[...document.querySelectorAll('table')].every(t => t.caption && [...t.querySelectorAll('th')].every(h => h.scope && h.textContent))"), $"{name}: a table lacks its caption, or a heading its scope or its text.");
        Assert.True(await view.Holds(
            "[...document.querySelectorAll('svg:not([aria-hidden])')].every(s => s.getAttribute('role') === 'img' && s.querySelector('title') && s.querySelector('desc'))"), $"{name}: a drawing does not say what it shows.");
        Assert.True(await view.Holds("(ids => new Set(ids).size === ids.length)([...document.querySelectorAll('[id]')].map(e => e.id))"), $"{name}: an id is there twice.");
        Assert.True(await view.Holds("[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.getElementById(a.hash.slice(1)))"), $"{name}: a link within the page leads nowhere.");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Words_can_be_told_from_what_is_behind_them(ColorScheme scheme)
    {
        const string contrasts = """
            (() => {
              const light = color => { const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const paper = light(getComputedStyle(document.body).backgroundColor);
              const ratio = color => { const ink = light(color); return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05); };
              return [...document.querySelectorAll('p, dt, dd, a, summary, caption, td, svg text')].map(e => ratio(e instanceof SVGElement ? getComputedStyle(e).fill : getComputedStyle(e).color));
            })()
            """;
        await using var view = await Open("an entry with kills", Desktop, scheme);

        var ratios = await view.Page.EvaluateAsync<double[]>(contrasts);

        Assert.NotEmpty(ratios);
        Assert.All(ratios, ratio => Assert.True(ratio >= 4.5, $"A contrast is {ratio:F2}."));
    }

    [Theory]
    [InlineData("the index of entries")]
    [InlineData("the index of a soak")]
    public async Task An_index_leads_to_its_pages(string name)
    {
        await using var view = await Open(name, Phone, ColorScheme.Light);
        var links = await view.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('main a')].map(a => a.href)");
        Assert.NotEmpty(links);

        foreach (var link in links.Where(link => File.Exists(new Uri(link).LocalPath)))
        {
            await view.Page.GotoAsync(link);
            Assert.Equal(1, await view.Page.Locator("h1").CountAsync());
        }

        Assert.Contains(links, link => File.Exists(new Uri(link).LocalPath));
        Assert.Empty(view.Complaints);
    }

    private const string HasNoSidewaysScroll = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";

    private Task<PageView> Open(string name, ViewportSize size, ColorScheme scheme) => PageView.Open(pages.Browser, pages.PathOf(ReportPages.Files[name]), size, scheme);
}
