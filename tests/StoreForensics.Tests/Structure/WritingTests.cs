using System.Text.RegularExpressions;

namespace StoreForensics.Tests.Structure;

/// <summary>Evidence is never written: whatever makes, renames or deletes a file does it in one of few places, which know what is evidence.</summary>
public sealed partial class WritingTests
{
    private static readonly string[] s_writers =
    [
        // Takes places that the guard gave out.
        "StoreForensics.Cli/Output/UnfinishedOutputs.cs", "StoreForensics.Cli/Output/DeadRuns.cs",
        // Asked only once the guard has seen where they go.
        "StoreForensics.Core/Primitives/Scratch.cs",
        // By a path that one of those two gave.
        "StoreForensics.Core/Reports/Sqlite/CaseDatabase.cs",
        // By paths that the guard gave out.
        "StoreForensics.Core/Reports/Parquet/PartitionTable.cs",
        // Makes entries below a place that the guard gave out; its target asks for one.
        "StoreForensics.Cli/Extraction/LibC.cs",
        "StoreForensics.Cli/Extraction/Calls.cs",
        "StoreForensics.Cli/Extraction/DirectoryTarget.cs",
    ];

    [Test]
    public void Only_few_files_know_how_to_write()
    {
        string sources = Path.Combine(Checkout.Root, "src");
        var found = new List<string>();
        foreach (string file in Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(sources, file).Replace(Path.DirectorySeparatorChar, '/');
            if (!name.Contains("/obj/", StringComparison.Ordinal) && Writing().IsMatch(File.ReadAllText(file)))
                found.Add(name);
        }
        Assert.That(found, Is.EquivalentTo(s_writers));
    }

    [GeneratedRegex(@"FileMode\.(Create|CreateNew|OpenOrCreate|Append|Truncate)\b|FileAccess\.(Write|ReadWrite)\b|(?<!\.)\bFile\.(Write|Append|Create|Delete|Move|Copy|Replace|Set|OpenWrite)\w*\(|(?<!\.)\bDirectory\.(Create|Delete|Move|Set)\w*\(|FileInfo\([^)]*\)\.(Create|Delete|MoveTo|CopyTo|Replace|OpenWrite)|new StreamWriter\([^,)]*[pP]ath|SqliteOpenMode\.ReadWrite|new ParquetFileWriter\(|""(mkdirat|unlinkat|linkat|renameat|symlinkat)""|Calls\.CreateFile\(|int CreateFile\(")]
    private static partial Regex Writing();
}
