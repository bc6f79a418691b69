using System.Runtime.ExceptionServices;
using Scriban.Runtime;
using Scriban.Syntax;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet.Queries;

namespace StoreForensics.Reports.Html.Fleet;

/// <summary>
/// The page over many hosts: who is worst, what they share, when it began on each. One HTML file without scripts, which asks the network for nothing.
/// </summary>
public sealed class FleetReportWriter
{
    /// <summary>What the page is called; null: by the number of hosts.</summary>
    public string? Title { get; init; }

    /// <summary>As with the report of one case.</summary>
    public Func<string, string?>? Templates { get; init; }

    /// <param name="answers">The cases.</param>
    /// <param name="tool">The program's name.</param>
    /// <param name="target">Gets the page.</param>
    /// <exception cref="UsageException">A replaced template is wrong; the message names it and the place.</exception>
    public void Write(ParquetAnswers answers, string tool, Stream target)
    {
        var templates = new HtmlTemplates(Templates);
        var model = new FleetModel(answers);
        (HtmlFragment css, string cssSource) = templates.Inline("report.css");
        (HtmlFragment fleetCss, string fleetSource) = templates.Inline("fleet.css");
        ScriptArray glance = model.Glance();
        using var output = new HtmlOutput(target);
        var context = new EscapingContext(output, templates);
        context.PushGlobal(new ScriptObject
        {
            ["csp"] = $"default-src 'none'; style-src {cssSource} {fleetSource}; base-uri 'none'; form-action 'none'",
            ["css"] = css,
            ["fleet_css"] = fleetCss,
            ["title"] = Title ?? $"{((ScriptObject)glance[0]!)["number"]} {((ScriptObject)glance[0]!)["what"]}",
            ["tool"] = tool,
            ["glance"] = glance,
            ["sections"] = model.Sections(),
        });
        try
        {
            context.Evaluate(templates.Get("fleet.html"));
            output.Flush();
        }
        catch (ScriptRuntimeException e)
        {
            if (e.InnerException is not null and not ScriptRuntimeException)
                ExceptionDispatchInfo.Throw(e.InnerException);
            throw new UsageException($"template {e.Span.FileName}, line {e.Span.Start.Line + 1}: {e.OriginalMessage}");
        }
    }
}
