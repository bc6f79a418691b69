using System.CommandLine;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>What every command takes: the evidence and how to read it.</summary>
/// <param name="isQuietByLetter">Whether <c>-q</c> is <c>--quiet</c>, and not what Docker's client means by it.</param>
internal sealed class EvidenceOptions(bool isQuietByLetter = true)
{
    public Argument<string> Evidence { get; } = new("EVIDENCE")
    {
        Description =
        "A directory, a tar (plain, gzip, bzip2, xz, zstd, lz4; in a zip or 7z), a disk image (raw, split raw, qcow2, vmdk, vhd, vhdx, E01), or - for a tar on standard input"
    };

    /// <summary>The same for commands whose only argument it is: several evidences are one case.</summary>
    public Argument<string[]> Several { get; } = new("EVIDENCE")
    {
        Description =
        "One or more, which become one case: a directory, a tar (plain, gzip, bzip2, xz, zstd, lz4; in a zip or 7z), a disk image (raw, split raw, qcow2, vmdk, vhd, vhdx, E01), or - for a tar on standard input",
        Arity = ArgumentArity.OneOrMore
    };

    public Option<string?> Root { get; } = new("--root")
    {
        Description = "The Docker data root inside the evidence, where it is not found by itself",
        HelpName = "PATH"
    };

    public Option<string?> ScratchDirectory { get; } = new("--scratch")
    {
        Description =
        "Where temporary files may go, outside the evidence (default: the system's folder): events past --memory, metadata files of a compressed evidence past 64 MiB, contents that extract takes from one",
        HelpName = "DIR"
    };

    public Option<string?> DiskDirectory { get; } = new("--disk-dir")
    {
        Description =
        "Where the files that a disk image's header names are looked for as well (default: only beside it), and other disks of a volume group or RAID",
        HelpName = "DIR"
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "A file with the passphrase or key of encrypted (LUKS) volumes; - asks for it",
        HelpName = "FILE"
    };

    /// <summary>For commands that can show what was deleted.</summary>
    public Option<bool> Recovered { get; } = new("--recovered") { Description = "What was deleted and recovered from a disk image as well, each row marked" };

    /// <summary>For commands that compute digests.</summary>
    public Option<bool> HashHoles { get; } = new("--hash-holes") { Description = "Digests also of files whose holes are more than 64 GiB of zeros to read" };

    public Option<bool> Quiet { get; } = new("--quiet", isQuietByLetter ? ["-q"] : []) { Description = "No progress" };

    public Option<bool> Progress { get; } = new("--progress") { Description = "Progress even when standard error is no terminal" };

    private ProgressLine? _progress;
    private EvidenceGuard? _guard;

    /// <summary>Of this call: every output has its place from it.</summary>
    /// <exception cref="UsageException">The evidence is named wrongly.</exception>
    public EvidenceGuard Guard(ParseResult call) => _guard ??= new EvidenceGuard(Paths(call), call.GetValue(DiskDirectory));

    /// <summary>Other work begins whose progress is told by what is returned; null when none is shown.</summary>
    public Action<long, long?>? Begin(string work, string unit = "")
    {
        _progress?.Begin(work, unit);
        return _progress is { } line ? line.Report : null;
    }

    /// <summary>Takes the progress away: something else is about to be printed.</summary>
    public void EndProgress() => _progress?.Clear();

    /// <param name="command">Gets the options.</param>
    /// <param name="several">Whether it takes several evidences.</param>
    public void AddTo(Command command, bool several = false)
    {
        command.Add(several ? Several : Evidence);
        command.Add(Root);
        command.Add(DiskDirectory);
        command.Add(Key);
        command.Add(ScratchDirectory);
        command.Add(Quiet);
        command.Add(Progress);
    }

    /// <summary>Opens the evidence, runs, reports problems, and gives the exit code.</summary>
    public int Run(ParseResult call, Action<Analyzer> run, bool hash = false, bool readFiles = false, bool needsScratch = false, bool readStores = true,
        RecoveryChoice? recover = null) =>
        Run(call, (analyzer, _) => run(analyzer), hash, readFiles, needsScratch, readStores, recover);

    /// <summary>The same for a command that needs scratch space of its own.</summary>
    public int Run(ParseResult call, Action<Analyzer, Scratch> run, bool hash = false, bool readFiles = false, bool needsScratch = false,
        bool readStores = true, RecoveryChoice? recover = null)
    {
        string? scratchParent = call.GetValue(ScratchDirectory);
        if (scratchParent is not null && !Directory.Exists(scratchParent))
            throw new UsageException($"{DisplayText.Escape(scratchParent)}: no such directory for scratch files");
        EvidenceGuard guard = Guard(call);
        guard.CheckStandardOutput();
        using var scratch = new Scratch(scratchParent) { Refusal = guard.CheckScratch(scratchParent, needsScratch) };
        using ProgressLine? progress = _progress = ProgressLine.Create(call.GetValue(Quiet), call.GetValue(Progress));
        UnfinishedOutputs.Record.Value = scratch;
        if (scratch.Refusal is null)
            DeadRuns.Clear(scratchParent, guard.IsEvidence);
        using Analyzer analyzer = Analyzer.Open(
            new AnalysisOptions
            {
                Evidence = Paths(call),
                RootPath = call.GetValue(Root),
                HashEvidence = hash,
                HashHoles = call.GetValue(HashHoles),
                DiskDirectory = call.GetValue(DiskDirectory),
                Key = KeyInput.Read(call.GetValue(Key), Paths(call)),
                Recover = recover ?? (call.GetValue(Recovered) ? RecoveryChoice.Asked : RecoveryChoice.Never),
                MergeRecovered = recover is null,
                WillReadFiles = readFiles,
                ReadStores = readStores,
                StandardInput = StandardStreams.OpenInput(),
                FilesFound = guard.AddPieces,
                NotOpened = problems => NotOpened(call, problems),
                Progress = progress is null ? null : progress.Report,
            },
            scratch);
        guard.Complete(analyzer.Sources);
        progress?.Clear();
        try
        {
            run(analyzer, scratch);
        }
        catch (Exception e) when (Containment.Holds(e) && Containment.Bare(e) is not (OutputException or IOException))
        {
            // What was asked for is not told to its end, so it is not "done, but damaged".
            progress?.Clear();
            Report(call, analyzer);
            throw new EvidenceOpenException(
                $"{string.Join(", ", Paths(call).Select(n => DisplayText.Escape(n)))}: cannot be read to its end: {Containment.Words(e)}", e);
        }
        progress?.Clear();
        return Report(call, analyzer);
    }

    private string[] Paths(ParseResult call)
    {
        string[] evidence = call.CommandResult.Command.Arguments.Contains(Several) ? call.GetValue(Several)! : [call.GetValue(Evidence)!];
        return evidence.Count(e => e == "-") <= 1 ? evidence : throw new UsageException("- is standard input, which can be read once only");
    }

    private void NotOpened(ParseResult call, ProblemLog problems)
    {
        EndProgress();
        ProblemReport.Print(problems, Paths(call).Length > 1, call.GetValue<bool>(EntryPoint.DebugOption), hasReports: false);
    }

    private int Report(ParseResult call, Analyzer analyzer)
    {
        if (call.GetValue(Recovered))
            ProblemReport.PrintNotes(analyzer.Problems, "RECOVER", analyzer.IsSeveral);
        return ProblemReport.Print(analyzer.Problems, analyzer.IsSeveral, call.GetValue<bool>(EntryPoint.DebugOption));
    }
}
