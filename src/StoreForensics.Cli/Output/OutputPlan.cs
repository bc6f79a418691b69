using System.Security.Cryptography;
using StoreForensics.Cases;
using StoreForensics.Primitives;
using StoreForensics.Reports;

namespace StoreForensics.Cli.Output;

/// <summary>Which files are to be written by which writer; checked before the evidence is opened, carried out at the end.</summary>
internal sealed class OutputPlan
{
    private readonly List<(OutputPlace? Place, IReportWriter Writer)> _files = [];
    private readonly List<(OutputPlace Place, OutputPlace Sums, OutputPlace[] Files)> _directories = [];
    private readonly List<CaseFolder> _cases = [];

    private OutputPlan()
    {
    }

    /// <summary>Whether a report goes to standard output, so that nothing else may.</summary>
    public bool UsesStandardOutput => _files.Any(f => f.Place is null);

    /// <summary>Nothing is made yet, no directory either.</summary>
    /// <exception cref="UsageException">An ending is unknown, a file exists, <c>-</c> comes without a format, or the guard refuses a place.</exception>
    /// <exception cref="OutputException">The directory of a file is not there.</exception>
    public static OutputPlan Make(IReadOnlyList<string> outputs, string? format, bool force, ReportWriters writers, EvidenceGuard guard)
    {
        var plan = new OutputPlan();
        foreach (string output in outputs)
        {
            if (output == "-")
                plan._files.Add((null, writers.ForFormat(format ?? throw new UsageException("-o - needs --format"))));
            else if (CaseFolder.IsNamed(output))
                plan._cases.Add(CaseFolder.Make(output, force, guard, guard.EvidenceNames, writers.ScratchDirectory));
            else if (output.EndsWith('/') || output.EndsWith(Path.DirectorySeparatorChar) || Directory.Exists(output))
                plan.AddDirectory(output, force, writers, guard);
            else
                plan._files.Add((guard.Claim(output, force), writers.ForFile(output)));
        }
        plan.CheckParents();
        return plan;
    }

    /// <summary>How many reports read the timeline.</summary>
    public int Reports => _files.Count + _cases.Count;

    /// <summary>Writes every file, and <c>SHA256SUMS</c> in every directory that was asked for.</summary>
    /// <returns>What was written where (null: to standard output), with what the user should be told of it.</returns>
    /// <exception cref="OutputException">One cannot be written.</exception>
    public IReadOnlyList<(string? Path, string? Note)> Write(Case subject)
    {
        Func<IReadOnlyList<(string?, string?)>> write = () => WriteAll(subject);
        foreach ((OutputPlace directory, _, _) in _directories)
        {
            Func<IReadOnlyList<(string?, string?)>> inner = write;
            write = () => OutputFile.WriteBelow(directory, inner);
        }
        return write();
    }

    private IReadOnlyList<(string? Path, string? Note)> WriteAll(Case subject)
    {
        var notes = new string?[Reports];
        // Each writer reads the timeline for itself; two at a time keep both cores busy.
        try
        {
            Parallel.For(0, Reports, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
            {
                if (i < _files.Count)
                    notes[i] = WriteOne(_files[i].Place, _files[i].Writer, subject);
                else
                    _cases[i - _files.Count].Write(subject);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is OutputException or IOException or UsageException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        foreach ((_, OutputPlace sums, OutputPlace[] files) in _directories)
            WriteSums(sums, files);
        return [.. _files.Select((f, i) => (f.Place?.Path, notes[i])), .. _cases.Select(c => ((string?)c.Path, (string?)null)),
            .. _directories.Select(d => ((string?)d.Sums.Path, (string?)null))];
    }

    private void AddDirectory(string directory, bool force, ReportWriters writers, EvidenceGuard guard)
    {
        OutputPlace place = guard.ClaimDirectory(directory);
        var files = new List<OutputPlace>();
        foreach ((string name, IReportWriter writer) in writers.ForDirectory())
        {
            files.Add(guard.Claim(Path.Combine(directory, name), force));
            _files.Add((files[^1], writer));
        }
        OutputPlace sums = guard.Claim(Path.Combine(directory, "SHA256SUMS"), force);
        _directories.Add((place, sums, [.. files.OrderBy(f => Path.GetFileName(f.FullPath), StringComparer.Ordinal)]));
    }

    // A directory that this run makes is as good as one that is there.
    private void CheckParents()
    {
        foreach (string folder in _cases.Select(c => c.FullPath))
        {
            string parent = Path.GetDirectoryName(folder) ?? folder;
            if (!Directory.Exists(parent))
                throw new OutputException($"{DisplayText.Escape(parent)}: no such directory for {DisplayText.Escape(Path.GetFileName(folder))}");
        }
        foreach (OutputPlace file in _files.Select(f => f.Place).OfType<OutputPlace>())
        {
            string parent = Path.GetDirectoryName(file.FullPath)!;
            if (!Directory.Exists(parent) && !_directories.Any(d => d.Place.FullPath == parent))
                throw new OutputException($"{DisplayText.Escape(parent)}: no such directory for {DisplayText.Escape(Path.GetFileName(file.FullPath))}");
        }
    }

    private static string? WriteOne(OutputPlace? place, IReportWriter writer, Case subject)
    {
        if (place is not null && writer is IFileReportWriter file)
            return OutputFile.WriteAt(place, partial => file.WriteFile(subject, partial));
        if (place is not null)
            return OutputFile.Write(place, stream => writer.Write(subject, stream));
        using BufferedStream output = StandardOutput.Open();
        string? note = writer.Write(subject, output);
        output.Flush();
        return note;
    }

    private static void WriteSums(OutputPlace sums, OutputPlace[] files)
    {
        OutputFile.Write(sums, stream =>
        {
            foreach (OutputPlace place in files)
            {
                using FileStream file = File.OpenRead(place.FullPath);
                stream.Write(System.Text.Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(file))}  {Path.GetFileName(place.FullPath)}\n"));
            }
            return true;
        });
    }
}
