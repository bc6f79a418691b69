using StoreForensics.Primitives;

namespace StoreForensics.Reports.Parquet.Queries;

/// <summary>An evidence's part of a Parquet case on the disk.</summary>
/// <param name="Case">The case's folder, a full path.</param>
/// <param name="Folder">What its folders are called.</param>
public sealed record CasePartition(string Case, string Folder)
{
    /// <summary>What queries show for the evidence's name.</summary>
    public string Evidence => PartitionName.Read(Folder);

    /// <summary>Whether a path is a Parquet case: a directory with partitions of provenance.</summary>
    public static bool IsCase(string path) => Folders(Path.Combine(path, CaseTable.Provenance)).Any();

    /// <summary>All whole partitions of cases, in the order of their names.</summary>
    /// <exception cref="EvidenceOpenException">A path is no case, or its partitions cannot be told apart.</exception>
    public static IReadOnlyList<CasePartition> Of(IReadOnlyList<string> cases)
    {
        var all = new List<CasePartition>();
        foreach (string path in cases)
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            CasePartition[] found = [.. Folders(Path.Combine(full, CaseTable.Provenance)).Select(f => new CasePartition(full, f))
                .Where(p => System.IO.File.Exists(p.File(CaseTable.All[^1])))];
            if (found.Length == 0)
                throw new EvidenceOpenException($"{DisplayText.Escape(path)}: no Parquet case: {CaseTable.Provenance}/{PartitionName.Prefix}*/{PartitionName.FileName} was looked for; "
                    + "analyze EVIDENCE -o NAME.case/ writes one");
            // Readers take the name from the first such folder of a path.
            if (full.Contains(Path.DirectorySeparatorChar + PartitionName.Prefix, StringComparison.Ordinal))
                throw new EvidenceOpenException($"{DisplayText.Escape(path)} lies in a folder {PartitionName.Prefix}…, which would be taken for the evidence's name: move the case");
            all.AddRange(found);
        }
        CasePartition[] sorted = [.. all.OrderBy(p => p.Folder, StringComparer.Ordinal).ThenBy(p => p.Case, StringComparer.Ordinal)];
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Folder == sorted[i - 1].Folder)
            {
                throw new UsageException($"the evidence {DisplayText.Escape(sorted[i].Evidence)} is in {DisplayText.Escape(sorted[i - 1].Case)} and in "
                    + $"{DisplayText.Escape(sorted[i].Case)}: ask one of the two");
            }
        }
        return sorted;
    }

    /// <summary>The file of one of its tables.</summary>
    internal string File(CaseTable table) => Path.Combine(Case, table.Name, Folder, PartitionName.FileName);

    private static IEnumerable<string> Folders(string path) => Directory.Exists(path)
        ? Directory.EnumerateDirectories(path, PartitionName.Prefix + "*").Select(d => Path.GetFileName(d)) : [];
}
