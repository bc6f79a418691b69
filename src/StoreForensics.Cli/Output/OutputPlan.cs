using System.Security.Cryptography;
using StoreForensics.Primitives;
using StoreForensics.Reports;

namespace StoreForensics.Cli.Output;

/// <summary>Which files are to be written by which writer; checked before the evidence is opened, carried out at the end.</summary>
internal sealed class OutputPlan
{
    private readonly List<(string? Path, IReportWriter Writer)> _files = [];
    private readonly List<(string Directory, string[] Names)> _directories = [];

    private OutputPlan()
    {
    }

    /// <summary>Whether a report goes to standard output, so that nothing else may.</summary>
    public bool UsesStandardOutput => _files.Any(f => f.Path is null);

    /// <exception cref="UsageException">An ending is unknown, a file exists, or <c>-</c> comes without a format.</exception>
    public static OutputPlan Make(IReadOnlyList<string> outputs, string? format, bool force, ReportWriters writers)
    {
        var plan = new OutputPlan();
        foreach (string output in outputs)
        {
            if (output == "-")
                plan._files.Add((null, writers.ForFormat(format ?? throw new UsageException("-o - needs --format"))));
            else if (output.EndsWith('/') || output.EndsWith(Path.DirectorySeparatorChar) || Directory.Exists(output))
                plan.AddDirectory(output, force, writers);
            else
                plan.AddFile(output, force, writers.ForFile(output));
        }
        return plan;
    }

    /// <summary>How many reports read the timeline.</summary>
    public int Reports => _files.Count;

    /// <summary>Writes every file, and <c>SHA256SUMS</c> in every directory that was asked for.</summary>
    /// <returns>What was written where (null: to standard output), with what the user should be told of it.</returns>
    /// <exception cref="OutputException">One cannot be written.</exception>
    public IReadOnlyList<(string? Path, string? Note)> Write(Case subject)
    {
        var notes = new string?[_files.Count];
        // Each writer reads the timeline for itself; two at a time keep both cores busy.
        try
        {
            Parallel.For(0, _files.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => notes[i] = WriteOne(_files[i].Path, _files[i].Writer, subject));
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is OutputException or IOException or UsageException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        foreach ((string directory, string[] names) in _directories)
            WriteSums(directory, names);
        return [.. _files.Select((f, i) => (f.Path, notes[i])), .. _directories.Select(d => ((string?)Path.Combine(d.Directory, "SHA256SUMS"), (string?)null))];
    }

    private void AddFile(string path, bool force, IReportWriter writer)
    {
        OutputFile.CheckFree(path, force);
        string? parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null && !Directory.Exists(parent))
            throw new OutputException($"{DisplayText.Escape(parent)}: no such directory for {DisplayText.Escape(Path.GetFileName(path))}");
        _files.Add((path, writer));
    }

    private void AddDirectory(string directory, bool force, ReportWriters writers)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{DisplayText.Escape(directory)} cannot be made: {DisplayText.Escape(e.Message)}", e);
        }
        var names = new List<string>();
        foreach ((string name, IReportWriter writer) in writers.ForDirectory())
        {
            AddFile(Path.Combine(directory, name), force, writer);
            names.Add(name);
        }
        OutputFile.CheckFree(Path.Combine(directory, "SHA256SUMS"), force);
        names.Sort(StringComparer.Ordinal);
        _directories.Add((directory, [.. names]));
    }

    private static string? WriteOne(string? path, IReportWriter writer, Case subject)
    {
        if (path is not null && writer is IFileReportWriter file)
            return OutputFile.WriteAt(path, partial => file.WriteFile(subject, partial));
        if (path is not null)
            return OutputFile.Write(path, stream => writer.Write(subject, stream));
        using BufferedStream output = StandardOutput.Open();
        string? note = writer.Write(subject, output);
        output.Flush();
        return note;
    }

    private static void WriteSums(string directory, string[] names)
    {
        OutputFile.Write(Path.Combine(directory, "SHA256SUMS"), stream =>
        {
            foreach (string name in names)
            {
                using FileStream file = File.OpenRead(Path.Combine(directory, name));
                stream.Write(System.Text.Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(file))}  {name}\n"));
            }
            return true;
        });
    }
}
