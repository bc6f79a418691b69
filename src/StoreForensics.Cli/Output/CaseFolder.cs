using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet;

namespace StoreForensics.Cli.Output;

/// <summary>
/// A Parquet case that this run adds partitions to: <c>NAME.case/TABLE/evidence=NAME/part-0.parquet</c>. All files of a partition are written beside their
/// places and get their names together, the provenance's last, without which a partition does not count.
/// </summary>
internal sealed class CaseFolder
{
    private readonly OutputPlace _directory;
    private readonly OutputPlace[][] _files;
    private readonly string? _scratch;
    private readonly bool _force;

    private CaseFolder(OutputPlace directory, OutputPlace[][] files, string? scratch, bool force) =>
        (_directory, _files, _scratch, _force) = (directory, files, scratch, force);

    /// <summary>As typed.</summary>
    public string Path => _directory.Path;

    /// <summary>Where it will be.</summary>
    public string FullPath => _directory.FullPath;

    /// <summary>Whether an output is one, by its name.</summary>
    public static bool IsNamed(string output) =>
        System.IO.Path.TrimEndingDirectorySeparator(output).EndsWith(".case", StringComparison.OrdinalIgnoreCase) && !File.Exists(output);

    /// <exception cref="UsageException">It holds one of the evidences already, or a place in it is evidence.</exception>
    public static CaseFolder Make(string output, bool force, EvidenceGuard guard, IReadOnlyList<string> evidence, string? scratch)
    {
        OutputPlace directory = guard.ClaimDirectory(output);
        string[] partitions = [.. evidence.Select(PartitionName.Of)];
        for (int i = 0; i < partitions.Length && !force; i++)
        {
            if (File.Exists(PathOf(directory.FullPath, ParquetCaseWriter.Tables[^1], partitions[i])))
                throw new UsageException($"{DisplayText.Escape(output)} holds the evidence {DisplayText.Escape(evidence[i])} already; --force replaces it");
        }
        // What is left of a partition that did not come to its end is replaced without being asked.
        OutputPlace[][] files = [.. partitions.Select(p => ParquetCaseWriter.Tables.Select(t => guard.Claim(PathOf(output, t, p), force: true)).ToArray())];
        return new CaseFolder(directory, files, scratch, force);
    }

    /// <summary>Writes the partitions.</summary>
    /// <exception cref="OutputException">One cannot be written.</exception>
    public void Write(Case subject)
    {
        RequireTheSame(subject.Evidence);
        var writer = new ParquetCaseWriter { ScratchDirectory = _scratch };
        OutputFile.WriteTogether(_directory, _files, paths => writer.Write(subject, (evidence, table) => paths[evidence][PlaceOf(table)]));
    }

    private static int PlaceOf(string table) => ParquetCaseWriter.Tables.Index().First(t => t.Item == table).Index;

    private static string PathOf(string directory, string table, string partition) =>
        System.IO.Path.Combine(directory, table, partition, PartitionName.FileName);

    // --force replaces what was made of the same evidence, not what another one of that name holds.
    private void RequireTheSame(IReadOnlyList<EvidenceDetails> evidence)
    {
        if (!_force)
            return;
        int table = PlaceOf("evidence");
        for (int i = 0; i < _files.Length; i++)
        {
            if (!File.Exists(_files[i][^1].FullPath) || !File.Exists(_files[i][table].FullPath))
                continue;
            string why = Difference(_files[i][table].FullPath, evidence[i]);
            if (why.Length > 0)
                throw new OutputException($"{DisplayText.Escape(Path)} holds another evidence called {DisplayText.Escape(evidence[i].Name)} ({why}): it is not replaced; "
                    + "use another case, or a path of its own for this one");
        }
    }

    private static string Difference(string path, EvidenceDetails evidence)
    {
        try
        {
            var there = PartitionEvidence.Read(path);
            return there.IsOf(evidence) ? "" : there.Name != evidence.Name ? DisplayText.Escape(there.Name ?? "without a name")
                : there.Sha256 is { } digest ? "SHA-256 " + digest : "another size or number of names";
        }
        catch (IOException e)
        {
            return DisplayText.Escape(e.Message);
        }
    }
}
