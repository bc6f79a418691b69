using System.Buffers;
using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>
/// What a shell offers where an image, a container, an object or a path in it is typed: what the evidence named before it holds. A shell waits for it, so that
/// a large evidence, like one that cannot be read, offers nothing.
/// </summary>
internal static class NameCompletion
{
    private const int MostOffered = 500;
    private static readonly SearchValues<char> s_shells = SearchValues.Create(" \t'\"\\$`|&;<>(){}*?[]!#~");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static Argument<T> OffersImages<T>(this Argument<T> argument, EvidenceOptions evidence) =>
        argument.Offers(evidence, (analyzer, _) => Images(analyzer.Inventory));

    public static Argument<T> OffersContainers<T>(this Argument<T> argument, EvidenceOptions evidence) =>
        argument.Offers(evidence, (analyzer, _) => Containers(analyzer.Inventory));

    public static Argument<T> OffersObjects<T>(this Argument<T> argument, EvidenceOptions evidence) =>
        argument.Offers(evidence, (analyzer, _) => [.. Images(analyzer.Inventory), .. Containers(analyzer.Inventory), "@host"]);

    /// <summary>Names in the directory that is typed so far, directories with a slash behind them.</summary>
    public static Argument<string> OffersPaths(this Argument<string> argument, EvidenceOptions evidence, Argument<string> target) =>
        argument.Offers(evidence, (analyzer, context) => Paths(analyzer, context.ParseResult.GetValue(target) ?? "", context.WordToComplete));

    private static Argument<T> Offers<T>(this Argument<T> argument, EvidenceOptions evidence, Func<Analyzer, CompletionContext, IEnumerable<string>> names)
    {
        argument.CompletionSources.Add(context => Read(context, evidence, names).Where(IsWord).Distinct(StringComparer.Ordinal)
            .Where(n => n.StartsWith(context.WordToComplete, StringComparison.Ordinal)).Take(MostOffered).Select(n => new CompletionItem(n)));
        return argument;
    }

    // A shell takes the lines as words: what is no word of its own is not offered.
    private static bool IsWord(string name) => name.Length > 0 && name == DisplayText.Escape(name) && !name.AsSpan().ContainsAny(s_shells);

    private static string[] Read(CompletionContext context, EvidenceOptions evidence, Func<Analyzer, CompletionContext, IEnumerable<string>> names)
    {
        if (context.ParseResult.GetValue(evidence.Evidence) is not { Length: > 0 } place || place == "-" || !Path.Exists(place))
            return [];
        Task<string[]> reading = Task.Run(() => Open(place, context, names));
        try
        {
            return reading.Wait(s_patience) ? reading.Result : [];
        }
        catch (AggregateException)
        {
            return []; // Whoever makes the call is told why.
        }
    }

    private static string[] Open(string place, CompletionContext context, Func<Analyzer, CompletionContext, IEnumerable<string>> names)
    {
        using var scratch = new Scratch(null);
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [place] }, scratch);
        return [.. names(analyzer, context)];
    }

    private static IEnumerable<string> Images(Inventory inventory) =>
        inventory.Images.SelectMany(i => i.References.Count > 0 ? i.References.Select(r => r.ToString()) : [i.ShortId]).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Containers(Inventory inventory) => inventory.Containers.Select(c => c.DisplayName).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Paths(Analyzer analyzer, string target, string typed)
    {
        ViewedObject viewed = HostObjects.IsMeant(target) ? analyzer.Host(target) : ViewedObject.Find(analyzer.Inventory, target);
        string folder = typed.LastIndexOf('/') is > 0 and int slash ? typed[..slash] : "/";
        return RecoveredViews.Rows(viewed, [], Encoding.UTF8.GetBytes(folder), recursive: false)
            .Select(r => DisplayText.Escape(r.Entry.Path.Span) + (r.Entry.Entry.IsDirectory ? "/" : ""));
    }
}
