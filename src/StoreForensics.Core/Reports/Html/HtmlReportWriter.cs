using System.Runtime.ExceptionServices;
using Scriban.Syntax;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html.Models;
using StoreForensics.Views;

namespace StoreForensics.Reports.Html;

/// <summary>
/// The report to work in: one HTML file that needs nothing else, with the whole case and a timeline to search and filter. Opens from disk; a strict
/// Content-Security-Policy keeps it from asking the network for anything, whatever the evidence holds.
/// </summary>
public sealed class HtmlReportWriter : IReportWriter
{
    public string Name => "HTML";

    public string Extension => ".html";

    /// <summary>
    /// Given a template's file name (<c>report.html</c>, <c>report.css</c>), the text to use in its place, or null for the built-in one. What a template prints
    /// is escaped whatever it does; only <c>report.css</c> and the scripts in <c>js/</c> are let through the page's security policy.
    /// </summary>
    public Func<string, string?>? Templates { get; init; }

    /// <summary>Names of the built-in templates, in byte order: what can be replaced.</summary>
    public static IReadOnlyList<string> TemplateNames => HtmlTemplates.Names;

    /// <summary>Parses all templates as <see cref="Templates"/> would give them, without a case to fill them with.</summary>
    /// <exception cref="UsageException">One is broken; the message names it and the place.</exception>
    public static void CheckTemplates(Func<string, string?> templates) => new HtmlTemplates(templates).Check();

    /// <summary>Whether values of environment variables that sound like credentials are printed. Commands, labels and logs are never masked.</summary>
    public bool ShowSecrets { get; init; }

    /// <summary>Most changes listed for one layer or container; the rest is counted, and in the CSV.</summary>
    public int MaxChangesPerLayer { get; init; } = 500;

    /// <summary>
    /// Most rows of the timeline, for a browser holds them all. Past it the oldest file events are left out first, then the oldest log lines, then the rest;
    /// the report says how many of each.
    /// </summary>
    public int MaxTimelineRows { get; init; } = 1_000_000;

    /// <summary>Most build steps listed in all: a chain of thousands of tagged images must not make millions. The page says what it leaves out.</summary>
    public int MaxSteps { get; init; } = 100_000;

    /// <summary>Most turns of loops and parts that the templates may take; past it they are refused as endless.</summary>
    public long MaxTemplateSteps { get; init; } = TemplateLimits.Steps;

    /// <summary>Most UTF-16 characters that the templates may write, the timeline's packed rows apart.</summary>
    public long MaxTemplateChars { get; init; } = TemplateLimits.Chars;

    /// <summary>What a layer changed.</summary>
    public Func<Layer, IEnumerable<FileChange>> ChangesOfLayer { get; init; } = LayerChanges.Of;

    /// <summary>What a container changed.</summary>
    public Func<Container, IEnumerable<FileChange>> ChangesOfContainer { get; init; } = LayerChanges.Of;

    /// <inheritdoc/>
    /// <exception cref="UsageException">A replaced template is wrong; the message names it and the place.</exception>
    public string? Write(Case subject, Stream target)
    {
        var templates = new HtmlTemplates(Templates);
        var report = new ReportModel(new ReportScope(subject, this), templates, MaxTimelineRows);
        using var output = new HtmlOutput(target) { MaxChars = MaxTemplateChars };
        var context = new EscapingContext(output, templates) { MaxSteps = MaxTemplateSteps };
        context.PushGlobal(report.Globals());
        try
        {
            context.Evaluate(templates.Get("report.html"));
            output.Flush();
        }
        catch (ScriptRuntimeException e)
        {
            // The engine wraps what passes through it: a full disk must stay an IOException.
            if (e.InnerException is not null and not ScriptRuntimeException)
                ExceptionDispatchInfo.Throw(e.InnerException);
            throw new UsageException($"template {e.Span.FileName}, line {e.Span.Start.Line + 1}: {e.OriginalMessage}");
        }
        return report.LeftOut is string leftOut ? $"{Name}: {leftOut}" : null;
    }
}
