using System.Diagnostics;

namespace StoreForensics.EndToEnd.Support;

/// <summary>
/// Runs the program as users do, from the assembly that the build put beside this one, or the one that <c>STOREFORENSICS_PROGRAM</c> names: one that
/// <c>./storeforensics</c> built, which starts faster, of the same sources.
/// </summary>
internal static class BuiltProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>The current directory of a run that names none: empty, so that nothing there can help or hinder.</summary>
    private static readonly Lazy<string> s_neutral = new(() => ScratchFolder.Session.Folder("neutral"));

    /// <summary>What <c>dotnet</c> is started with.</summary>
    public static string Assembly { get; } = Environment.GetEnvironmentVariable("STOREFORENSICS_PROGRAM") is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, "storeforensics.dll");

    /// <summary>One call, in a process that has made others where that can be.</summary>
    public static ProgramRun Run(params string[] arguments) =>
        OperatingSystem.IsLinux() ? WarmProgram.Run(Describe(s_neutral.Value, []), arguments) : RunCold(arguments);

    /// <summary>In a process that makes no other call.</summary>
    public static ProgramRun RunCold(params string[] arguments) => Finish(Describe(s_neutral.Value, arguments), null);

    /// <summary>With a file on standard input.</summary>
    public static ProgramRun RunFed(string inputFile, params string[] arguments) => Finish(Describe(s_neutral.Value, arguments), inputFile);

    public static ProgramRun RunIn(string directory, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        ProcessStartInfo start = Describe(directory, arguments);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Finish(start, null);
    }

    /// <summary>From a shell, with its streams closed or led elsewhere: <c>&gt;&amp;-</c>. The exit code is the program's, in a pipe too.</summary>
    public static ProgramRun RunRedirected(string redirections, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("there is no bash here");
        ProcessStartInfo program = Describe(s_neutral.Value, arguments), start = Describe(s_neutral.Value, []);
        start.FileName = "bash";
        start.ArgumentList.Clear();
        foreach (string argument in (string[])["-c", $"\"$@\" {redirections}; exit ${{PIPESTATUS[0]}}", "bash", program.FileName, .. program.ArgumentList])
            start.ArgumentList.Add(argument);
        return Finish(start, null);
    }

    /// <summary>Runs several calls, a few at a time; the results stand in the order of the calls.</summary>
    public static ProgramRun[] RunAll(IReadOnlyList<string[]> calls)
    {
        var runs = new ProgramRun[calls.Count];
        Parallel.For(0, calls.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => runs[i] = Run(calls[i]));
        return runs;
    }

    /// <summary>Starts the program and lets the caller deal with its streams.</summary>
    public static Process StartRaw(params string[] arguments) => HostTool.Start(Describe(s_neutral.Value, arguments));

    private static ProgramRun Finish(ProcessStartInfo start, string? inputFile)
    {
        string call = "storeforensics " + string.Join(' ', start.ArgumentList.Skip(1));
        using Process process = HostTool.Start(start);
        Thread feeding = HostTool.Feed(process, inputFile);
        using var output = new MemoryStream();
        var reading = new Thread(() => process.StandardOutput.BaseStream.CopyTo(output));
        reading.Start();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"Not done after {s_limit}: {call}");
        }
        reading.Join();
        feeding.Join();
        return new ProgramRun(call, process.ExitCode, output.ToArray(), errors.GetAwaiter().GetResult());
    }

    private static ProcessStartInfo Describe(string directory, string[] arguments)
    {
        Assert.That(File.Exists(Assembly), Is.True, $"the built program is not there: {Assembly}");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Assembly);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("SOURCE_DATE_EPOCH");
        return start;
    }
}
