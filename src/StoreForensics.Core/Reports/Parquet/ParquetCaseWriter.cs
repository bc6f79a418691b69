using System.Buffers;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Sqlite;

namespace StoreForensics.Reports.Parquet;

/// <summary>
/// The whole case as Parquet: for every table and evidence one file (docs/parquet.md). Memory does not grow with the number of events; what a row group holds
/// is shared out among the evidences that are written at once.
/// </summary>
public sealed class ParquetCaseWriter
{
    // What DuckDB itself writes, and reads at once.
    private const int MostRows = 122_880;
    private const int FewestRows = 8_192;
    private const long MostBytes = 64L << 20;
    private const long FewestBytes = 4L << 20;

    /// <summary>Where digests wait to be sorted; null: the system's temporary directory.</summary>
    public string? ScratchDirectory { get; init; }

    /// <summary>The tables of a case, in the order in which a partition's files get their names: the last one is what makes it a partition.</summary>
    public static IReadOnlyList<string> Tables { get; } = [.. CaseTable.All.Select(t => t.Name)];

    /// <summary>Writes all files.</summary>
    /// <param name="subject">The case.</param>
    /// <param name="pathOf">The place of an empty file, by the evidence's place in the case and the table.</param>
    /// <exception cref="IOException">One cannot be written.</exception>
    public void Write(Case subject, Func<int, string, string> pathOf)
    {
        using var scratch = new Scratch(ScratchDirectory);
        var evidence = new EvidenceKeys(subject.Evidence);
        var keys = new RowKeys();
        keys.Number(subject.Inventory);
        using var rows = new CaseFolderRows([.. subject.Evidence.Select(e => evidence[e.Name]!.Value)], pathOf, scratch)
        {
            RowsOfGroup = Math.Max(FewestRows, MostRows / subject.Evidence.Count),
            BytesOfGroup = Math.Max(FewestBytes, MostBytes / subject.Evidence.Count),
        };
        new StoreTables(rows, evidence, keys).Write(subject.Inventory);
        new ImageTables(rows, evidence, keys).Write(subject.Inventory.Images);
        using (var files = new FileTable(rows, evidence, keys, subject.Timeline))
            files.Write(subject.Inventory);
        using (var events = new EventTable(rows, evidence, keys))
            events.Write(subject.Timeline);
        Digests(rows, evidence, subject.Inventory);
        new CaseTables(rows, evidence, keys).Write(subject);
        rows.Finish();
    }

    private static void Digests(CaseFolderRows rows, EvidenceKeys evidence, Inventory inventory)
    {
        using RowInsert row = rows.Insert("digests", "sha256", "what", "evidence_id");
        foreach ((int place, long of) in rows.Evidences)
        {
            foreach (ReadOnlyMemory<byte> digest in rows.Digests(place))
                row.Hex(digest.Span).Utf8("file"u8).Integer(of).Run();
            AddAll(inventory.Images.Where(i => evidence[i.Store.Root.Evidence] == of).Select(i => i.Id), "image", of);
            AddAll(inventory.Layers.Where(l => evidence[l.Store.Root.Evidence] == of).Select(l => l.DiffId), "layer", of);
        }

        void AddAll(IEnumerable<string?> ids, string what, long of)
        {
            foreach (byte[] digest in ids.Select(DigestOf).OfType<byte[]>().Order(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
                .DistinctBy(Convert.ToHexStringLower))
                row.Hex(digest).Text(what).Integer(of).Run();
        }
    }

    private static byte[]? DigestOf(string? id)
    {
        const string algorithm = "sha256:";
        byte[] digest = new byte[32];
        return id is { Length: 71 } && id.StartsWith(algorithm, StringComparison.Ordinal)
            && Convert.FromHexString(id.AsSpan(algorithm.Length), digest, out _, out _) == OperationStatus.Done ? digest : null;
    }
}
