using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Scriban;
using Scriban.Syntax;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Html;

/// <summary>The templates of a report: those in this assembly, or what the user puts in their place. Line ends are LF whatever the checkout did.</summary>
internal sealed class HtmlTemplates(Func<string, string?>? replace)
{
    private const string Prefix = "templates/";

    private readonly Dictionary<string, ScriptPage> _parsed = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">There is no such template, or a replacement does not parse.</exception>
    public ScriptPage Get(string name)
    {
        if (_parsed.TryGetValue(name, out ScriptPage? known))
            return known;
        Template template = Template.Parse(Text(name), name);
        if (template.HasErrors || template.Page is null)
            throw new UsageException($"template {name}: {template.Messages[0]}");
        return _parsed[name] = template.Page;
    }

    /// <summary>A style sheet or script as it stands in the page, with the source expression that lets it pass the page's security policy.</summary>
    /// <exception cref="UsageException">There is none, or it would end its own element.</exception>
    public (HtmlFragment Block, string PolicySource) Inline(string name) => Inline(name, Text(name));

    /// <summary>The scripts as one, in their order: a function around them keeps their names to themselves.</summary>
    /// <exception cref="UsageException">There is none, or it would end its own element.</exception>
    public (HtmlFragment Block, string PolicySource) Scripts()
    {
        var all = new StringBuilder("'use strict';\n(() => {\n");
        foreach (string name in ScriptNames)
        {
            string text = Text(name);
            Check(name, text);
            all.Append(text);
        }
        return Inline("js", all.Append("})();\n").ToString());
    }

    /// <summary>Of the scripts, in the order in which they stand in the page: each uses
    /// only what the ones before it made, until <c>start.js</c> runs them.</summary>
    public static IReadOnlyList<string> ScriptNames { get; } =
    [
        "js/elements.js", "js/times.js", "js/data.js", "js/query.js", "js/fields.js", "js/filter.js", "js/columns.js", "js/order.js", "js/histogram.js",
            "js/notes.js", "js/detail.js",
        "js/table.js", "js/csv.js", "js/permalink.js", "js/controls.js", "js/lists.js", "js/browse.js", "js/logs.js", "js/graph.js", "js/page.js",
            "js/start.js",
    ];

    /// <summary>Of all built-in templates, in byte order. The PDF's style lies in the same folder and is not one.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Where(name => Path.GetExtension(name) is ".html" or ".css" or ".js").Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Parses and looks through all of them.</summary>
    /// <exception cref="UsageException">One is broken.</exception>
    public void Check()
    {
        foreach (string name in Names)
        {
            if (name.EndsWith(".html", StringComparison.Ordinal))
                Get(name);
            else
                Inline(name);
        }
    }

    private static (HtmlFragment Block, string PolicySource) Inline(string name, string text)
    {
        Check(name, text);
        string digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return (new HtmlFragment(output => output.WriteMarkup(text)), $"'sha256-{digest}'");
    }

    private static void Check(string name, string text)
    {
        if (text.Contains("</", StringComparison.Ordinal) || text.Contains("<!--", StringComparison.Ordinal))
            throw new UsageException($"template {name}: must not contain </ or <!--");
    }

    private string Text(string name)
    {
        string text = replace?.Invoke(name) ?? BuiltIn(name) ?? throw new UsageException($"template {name}: there is none of that name");
        return text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\uFEFF');
    }

    private static string? BuiltIn(string name)
    {
        using Stream? resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (resource is null)
            return null;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
