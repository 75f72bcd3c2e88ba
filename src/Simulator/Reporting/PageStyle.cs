namespace Sim.Simulator.Reporting;

/// <summary>How pages look: light and dark, wide and narrow, with nothing from anywhere else.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet.</summary>
    public const string Sheet = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa; --link: #0b57d0; --run: #2f6feb; --stop: #9a5b00; --kill: #c4161c; --flush: #0a7a4b; --fault: #8a2be2; --heat: 47, 111, 235; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171b; --soft: #a3adb8; --line: #343c46; --panel: #1c2127; --link: #8ab4ff; --run: #6ea0ff; --stop: #f2b04a; --kill: #ff7b7b; --flush: #41d19a; --fault: #d2a8ff; --heat: 110, 160, 255; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.4rem; line-height: 1.3; margin: .2rem 0 .6rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
        h1, h2, h3, p, li, dd, summary { overflow-wrap: anywhere; }
        code, pre { font: .85rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem; margin: .5rem 0; }
        .scroll { overflow-x: auto; max-width: 100%; border: 1px solid var(--line); border-radius: 6px; padding: .5rem; margin: .5rem 0; }
        .from-end { direction: rtl; } .from-end > * { direction: ltr; margin-right: auto; }
        table { border-collapse: collapse; font-size: .9rem; } caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
        th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td { overflow-wrap: break-word; max-width: 44rem; } td code { display: inline-block; min-width: 12rem; } tbody th { font-weight: 500; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1rem; } .plots > * { min-width: 0; }
        .verdict { display: inline-block; border: 2px solid; border-radius: 6px; padding: .1rem .6rem; font-weight: 600; margin: 0; } .fails { color: var(--kill); } .passes { color: var(--flush); }
        nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; padding: 0; margin: .6rem 0; }
        a { color: var(--link); } a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--stop); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; z-index: 1; }
        summary { cursor: pointer; padding: .3rem 0; } td summary { padding: 0; } details details { margin-left: .6rem; } .soft { color: var(--soft); }
        .key { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .9rem; } .key svg { display: inline-block; vertical-align: middle; margin-right: .3rem; }
        svg { display: block; font: 11px system-ui, sans-serif; fill: var(--ink); } svg .soft { fill: var(--soft); } svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
        svg .row, svg .grid { stroke: var(--line); } svg .run { fill: var(--run); } svg .stopped { stroke: var(--stop); stroke-width: 4; } svg .stop { fill: var(--stop); font-weight: 700; }
        svg .wait { stroke: var(--soft); stroke-width: 2; stroke-dasharray: 4 3; } svg .flush { fill: var(--flush); } svg .fault { fill: var(--fault); }
        svg .kill { stroke: var(--kill); stroke-width: 3; } svg .end { stroke: var(--ink); stroke-width: 2; } svg .killed { fill: var(--kill); font-weight: 700; }
        svg .plot { fill: none; stroke: var(--run); stroke-width: 2; } svg .bar { fill: var(--run); } svg .cell { stroke: var(--line); }
        """;
}
