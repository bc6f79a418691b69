using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Directories;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics;

/// <summary>What is said of an evidence in which no store was found: what was looked for, what is there instead, and where nobody could look.</summary>
internal static class NoStore
{
    private const int MostShown = 8, FewestTopNames = 4;

    private const string RootFileSystem = "it looks like the file system of one container or host, as docker export gives it: it has no images and no history; "
        + "`ls`, `cat` and `extract` of @host show it\n";

    private static readonly string[] s_topNames = ["bin", "dev", "etc", "home", "lib", "proc", "root", "sbin", "sys", "tmp", "usr", "var"];

    /// <param name="path">The evidence as typed.</param>
    /// <param name="opened">The evidence.</param>
    /// <param name="rootPath">What <c>--root</c> named; null when nothing did.</param>
    /// <param name="problems">Of the whole case.</param>
    public static string Words(string path, OpenedEvidence opened, string? rootPath, ProblemLog problems)
    {
        EvidenceTree tree = opened.Source.Tree;
        string shown = DisplayText.Escape(path), where = rootPath is null ? "" : $" at {DisplayText.Escape(rootPath)}";
        string names = string.Join(", ", tree.Children(EvidenceTree.Root).ToArray().Take(MostShown).Select(c => DisplayText.Escape(tree.Name(c))));
        string[] closed = Closed(opened.Source.Name, problems);
        string first = closed.Length == 0 ? $"{shown}: no Docker store{where}"
            : $"{shown}: {Some(closed)} could not be opened for lack of permission: run the program as root, or on a copy made by root\n"
                + $"no Docker store{where} in what could be opened";
        return $"{first}: looked for {StoreReader.LookedFor}\n"
            + (rootPath is null && IsRootFileSystem(tree) ? RootFileSystem : "")
            + Volumes(opened.Source.Name, problems)
            + $"found {string.Join(" > ", opened.Details.Wrapping)} with {tree.Count - 1} names{(names.Length == 0 ? "" : ", at its top: " + names)}";
    }

    private static bool IsRootFileSystem(EvidenceTree tree) =>
        s_topNames.Count(n => tree.Child(EvidenceTree.Root, System.Text.Encoding.ASCII.GetBytes(n)) != EvidenceTree.None) >= FewestTopNames;

    private static string Volumes(string evidence, ProblemLog problems) =>
        string.Concat(problems.Sorted().Where(p => p.Code is ArchiveProblems.ContinuedFile or ArchiveProblems.VolumeEnd && p.Origin.Evidence == evidence)
            .Take(2).Select(p => p.Message + "\n"));

    // Those first that are called like what is looked for.
    private static string[] Closed(string evidence, ProblemLog problems) =>
    [
        .. problems.Sorted().Where(p => p.Code == DirectoryProblems.NoPermission && p.Origin.Evidence == evidence).Select(p => p.Origin.Path.ToString())
            .OrderByDescending(p => p.Contains("docker", StringComparison.Ordinal)).ThenByDescending(p => p.Contains("contain", StringComparison.Ordinal)),
    ];

    private static string Some(string[] items) =>
        string.Join(", ", items.Take(MostShown)) + (items.Length > MostShown ? $" and {items.Length - MostShown} more" : "");
}
