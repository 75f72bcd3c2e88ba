using Microsoft.Playwright;

namespace Sim.Browser.Tests;

/// <summary>A page in a window of its own, without a network, and everything that it asked for or complained about.</summary>
internal sealed class PageView : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    private PageView(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => _complaints.Add(message.Text);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the console says.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>The addresses asked for, the page's own among them.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Opens a file.</summary>
    public static async Task<PageView> Open(IBrowser browser, string file, ViewportSize size, ColorScheme scheme)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = size, ColorScheme = scheme, Offline = true });
        var view = new PageView(context, await context.NewPageAsync());
        await view.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return view;
    }

    /// <summary>Whether something is true of the page.</summary>
    public Task<bool> Holds(string expression) => Page.EvaluateAsync<bool>(expression);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
