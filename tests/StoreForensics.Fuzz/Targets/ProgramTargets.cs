using System.Text.Json;
using StoreForensics.Cli;
using StoreForensics.Cli.Output;
using StoreForensics.Fuzz.Mutations;
using StoreForensics.Primitives;

namespace StoreForensics.Fuzz.Targets;

/// <summary>The whole program, called as from a shell but in this process.</summary>
internal static class ProgramTargets
{
    private const int MaxSeedBytes = 24 << 20;

    private static readonly int[] s_codes = [ExitCodes.Done, ExitCodes.Mismatch, ExitCodes.NoEvidence, ExitCodes.Damaged];

    public static IEnumerable<Target> All =>
    [
        new("program", static (name, size) => name.EndsWith(".tar", StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal),
            static b => b.Length < MaxSeedBytes, Run) { Mutate = TarMutation.Of },
        new("program-disk", static (name, size) => size < 6 << 20 && (Path.GetExtension(name) is ".qcow2" or ".E01" or ".vmdk" or ".vhd"
            || (name.EndsWith(".img", StringComparison.Ordinal) && !name.StartsWith("ext", StringComparison.Ordinal))), static _ => true, Run),
    ];

    private static void Run(Input input, Workplace place)
    {
        string path = place.File(input), scratch = Directory.CreateDirectory(Path.Combine(place.Directory, "tmp")).FullName;
        string report = Path.Combine(place.Directory, "x.json");
        Environment.SetEnvironmentVariable("TMPDIR", scratch);
        try
        {
            foreach (string command in (string[])["info", "images", "verify", "findings"])
                Check(command, Call([command, path, EntryPoint.DebugOption]));
            (int Code, string Errors) analysed = Call(["analyze", path, "-o", report, "--force", EntryPoint.DebugOption]);
            Check("analyze", analysed);
            if (analysed.Code != ExitCodes.NoEvidence)
                Report(analysed.Code, report);
            if (Directory.EnumerateFileSystemEntries(scratch).FirstOrDefault() is { } left)
                throw new InvalidDataException("left behind: " + left);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", null);
            File.Delete(report);
            foreach (string left in Directory.EnumerateDirectories(scratch))
                Directory.Delete(left, recursive: true);
        }
    }

    private static void Check(string command, (int Code, string Errors) said)
    {
        if (!s_codes.Contains(said.Code) || (said.Code == ExitCodes.Mismatch && command is not "verify"))
            throw new InvalidDataException($"{command}: exit code {said.Code}: {said.Errors}");
        if (said.Errors.Contains("a fault in this program", StringComparison.Ordinal) || said.Errors.Contains(Containment.FaultCode, StringComparison.Ordinal))
            throw new InvalidDataException($"{command}: {said.Errors}");
    }

    // Well formed, and damage in it exactly when the exit code says so.
    private static void Report(int code, string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 1000 });
        bool isDamaged = json.RootElement.GetProperty("problems").EnumerateArray().Any(p => p.GetProperty("severity").GetString() == "damage");
        if (isDamaged != (code == ExitCodes.Damaged))
            throw new InvalidDataException($"analyze: exit code {code}, but damage is {(isDamaged ? "" : "not ")}listed");
    }

    private static (int Code, string Errors) Call(string[] args)
    {
        TextWriter output = Console.Out, errors = Console.Error;
        using var complained = new StringWriter();
        Console.SetOut(TextWriter.Null);
        Console.SetError(complained);
        StandardStreams.Instead.Value = Stream.Null;
        try
        {
            return (EntryPoint.Run(args), complained.ToString());
        }
        finally
        {
            StandardStreams.Instead.Value = null;
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
