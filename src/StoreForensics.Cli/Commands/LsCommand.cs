using System.CommandLine;
using System.Text;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Cli.Terminal;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands;

/// <summary><c>ls EVIDENCE OBJECT [PATH]</c>: looks into an image, a container, a layer or the evidence's own tree.</summary>
internal static class LsCommand
{
    public static Command Build()
    {
        var view = new ViewArguments(new Argument<string>("PATH") { Description = "where in it", DefaultValueFactory = _ => "/" });
        var isLong = new Option<bool>("-l") { Description = "Mode, links, owner as numbers, size, time (UTC) and link target too, as ls -ln prints them" };
        var all = new Option<bool>("-a", "--all") { Description = "Hidden names too; they always are there", Hidden = true };
        var recursive = new Option<bool>("--recursive", "-R") { Description = "Everything below" };
        Option<string> format = TableFormat.Option();
        var hash = new Option<string>("--hash")
        {
            Description = "files: every listed file's SHA-256 too, with --format json",
            DefaultValueFactory = _ => HashChoice.None,
            HelpName = "files|none",
        }.Suggesting(HashChoice.Files, HashChoice.None);
        var command = new Command("ls", "What an image, a container, a layer or the host holds") { isLong, all, recursive, format, hash, view.Evidence.HashHoles, view.Evidence.Recovered };
        view.AddTo(command);
        command.SetAction(call =>
        {
            bool isJson = TableFormat.IsJson(call, format), isHashed = IsHashed(call.GetValue(hash)!, isJson);
            return view.Evidence.Run(
                call,
                analyzer =>
                {
                    ViewedObject viewed = view.Find(call, analyzer);
                    if (viewed.Remark is { } remark)
                        analyzer.Problems.Warn("SF-VIEW-0006", viewed.Origin, remark);
                    IReadOnlyList<ViewedObject> deleted = view.Deleted(call, analyzer, viewed);
                    if (!deleted.Any(d => d.Has(view.Path(call))))
                        view.MustBeThere(call, viewed);
                    IEnumerable<(ViewedObject View, ListedEntry Entry)> Rows() =>
                        RecoveredViews.Rows(viewed, deleted, view.Path(call), call.GetValue(recursive));
                    EntryDigests? digests = isHashed
                        ? EntryDigests.Of(Rows().Select(r => r.Entry), call.GetValue(view.Evidence.HashHoles), analyzer.Problems, view.Evidence.Begin("hashing")) : null;
                    view.Evidence.EndProgress();
                    if (isJson)
                        TableFormat.PrintLines(Rows(), (json, row) => ViewEntryJson.Write(json, row.Entry, row.View, digests));
                    else
                        Print(Rows().Select(r => r.Entry), call.GetValue(isLong));
                },
                readFiles: isHashed,
                readStores: !view.IsHost(call));
        });
        return command;
    }

    /// <exception cref="UsageException">A digest was asked for that has no place in what is printed.</exception>
    private static bool IsHashed(string word, bool isJson) => HashChoice.Parse(word) switch
    {
        HashChoice.None => false,
        HashChoice.Files when isJson => true,
        HashChoice.Files => throw new UsageException("--hash files needs --format json: the table has no place for digests"),
        _ => throw new UsageException("ls --hash takes files or none; the evidence's own digest is told by info --hash evidence"),
    };

    private static void Print(IEnumerable<ListedEntry> entries, bool isLong)
    {
        using BufferedStream output = StandardOutput.Open();
        using var writer = new StreamWriter(output, new UTF8Encoding(false)) { NewLine = "\n" };
        var lines = new LongListing();
        foreach (ListedEntry listed in entries)
            writer.WriteLine((isLong ? lines.Line(listed) : DisplayText.Escape(listed.Path.Span)) + Recovered(listed));
    }

    private static string Recovered(ListedEntry listed) => listed.Entry.RecoveryOf() is { } recovery ? $"  [deleted, recovered: {recovery.Word}]" : "";
}
