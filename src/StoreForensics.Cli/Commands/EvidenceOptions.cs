using System.CommandLine;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands;

/// <summary>What every command takes: the evidence and how to read it.</summary>
internal sealed class EvidenceOptions
{
    public Argument<string> Evidence { get; } = new("EVIDENCE") { Description = "A directory, a tar (plain, gzip, bzip2, xz, zstd, lz4; in a zip or 7z), a disk image (raw, split raw, qcow2, vmdk, vhd, vhdx, E01), or - for a tar on standard input" };

    public Option<string?> Root { get; } = new("--root") { Description = "The Docker data root inside the evidence, where it is not found by itself", HelpName = "PATH" };

    public Option<string?> ScratchDirectory { get; } = new("--scratch") { Description = "Where temporary files may go (default: the system's folder): events past --memory, metadata files of a compressed evidence past 64 MiB, contents that extract takes from one", HelpName = "DIR" };

    public Option<string?> DiskDirectory { get; } = new("--disk-dir") { Description = "Where the files that a disk image's header names are looked for as well (default: only beside it)", HelpName = "DIR" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress" };

    public Option<bool> Progress { get; } = new("--progress") { Description = "Progress even when standard error is no terminal" };

    public void AddTo(Command command, bool withArgument = true)
    {
        if (withArgument)
            command.Add(Evidence);
        command.Add(Root);
        command.Add(DiskDirectory);
        command.Add(ScratchDirectory);
        command.Add(Quiet);
        command.Add(Progress);
    }

    /// <summary>Opens the evidence, runs, reports problems, and gives the exit code.</summary>
    public int Run(ParseResult call, Action<Analyzer> run, bool hash = false, bool readFiles = false, IReadOnlyList<string>? evidence = null) =>
        Run(call, (analyzer, _) => run(analyzer), hash, readFiles, evidence);

    /// <summary>The same for a command that needs scratch space of its own.</summary>
    public int Run(ParseResult call, Action<Analyzer, Scratch> run, bool hash = false, bool readFiles = false, IReadOnlyList<string>? evidence = null)
    {
        string? scratchParent = call.GetValue(ScratchDirectory);
        if (scratchParent is not null && !Directory.Exists(scratchParent))
            throw new UsageException($"{DisplayText.Escape(scratchParent)}: no such directory for scratch files");
        using var scratch = new Scratch(scratchParent);
        using var progress = ProgressLine.Create(call.GetValue(Quiet), call.GetValue(Progress));
        Console.CancelKeyPress += (_, _) =>
        {
            OutputFile.Abandon();
            scratch.Dispose();
            Environment.Exit(ExitCodes.Interrupted);
        };
        using Analyzer analyzer = Analyzer.Open(
            new AnalysisOptions
            {
                Evidence = evidence ?? [call.GetValue(Evidence)!],
                RootPath = call.GetValue(Root),
                HashEvidence = hash,
                DiskDirectory = call.GetValue(DiskDirectory),
                WillReadFiles = readFiles,
                StandardInput = Console.OpenStandardInput(),
                Progress = progress is null ? null : progress.Report,
            },
            scratch);
        progress?.Clear();
        run(analyzer, scratch);
        return ProblemReport.Print(analyzer.Problems);
    }
}
