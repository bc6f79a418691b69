using System.CommandLine;
using StoreForensics.Cli.Commands.Options;

namespace StoreForensics.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    /// <summary>How calls are parsed: a word that begins with <c>@</c> is an object or a file of that name, never a file of further arguments.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <param name="args">The call, for the record in the reports.</param>
    public static RootCommand Build(string[] args)
    {
        RootCommand root = Commands(args);
        root.Add(new Option<bool>(EntryPoint.DebugOption)
        {
            Description =
            "After a fault in this program: what it was and where in the program, for a report of it",
            Recursive = true
        });
        ScreenOptions.AddTo(root);
        HelpExamples.AddTo(root);
        return root;
    }

    private static RootCommand Commands(string[] args) => new(
        "Reads a copied Docker data root (directory, tar, compressed tar) offline and read-only: images, build steps, containers, one timeline, reports.\n\n"
        + "Scratch space: sorted events that do not fit in memory, and metadata files of a compressed evidence past 64 MiB, go to private files below --scratch DIR\n"
        + "(default: the system's temporary directory) and are gone at the end. So do, for analyze and verify, the files of layers of a compressed evidence, as long\n"
        + "as there is room.")
    {
        AnalyzeCommand.Build(args),
        InfoCommand.Build(),
        ImagesCommand.Build(),
        ContainersCommand.Build(),
        PodsCommand.Build(),
        SwarmCommand.Build(),
        BuildsCommand.Build(),
        HistoryCommand.Build(),
        CompareCommand.Build(),
        DiffCommand.Build(),
        LogsCommand.Build(),
        LsCommand.Build(),
        CatCommand.Build(),
        FindingsCommand.Build(),
        AskCommand.Build(args),
        QueryCommand.Build(),
        ReportCommand.Build(),
        HuntCommand.Build(),
        RulesCommand.Build(),
        ProblemsCommand.Build(),
        VerifyCommand.Build(),
        ExtractCommand.Build(),
        WhoseCommand.Build(),
        TimelineCommand.Build(args),
        CompletionCommand.Build(),
    };
}
