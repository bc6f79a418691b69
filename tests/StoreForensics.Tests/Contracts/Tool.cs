using System.Diagnostics;

namespace StoreForensics.Tests.Contracts;

/// <summary>Programs of the machine that pack the reference tree; a test is ignored where one is missing.</summary>
internal static class Tool
{
    public static void Require(params string[] programs)
    {
        foreach (string program in programs)
        {
            if (Find(program) is null)
                Assert.Ignore($"{program} is not installed.");
        }
    }

    // Makers of file systems lie where an ordinary user's PATH may not reach.
    private static string? Find(string program) =>
        ((string[])[.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin"])
            .Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program, without a shell, in the C locale.</summary>
    public static void Run(string directory, string program, params string[] arguments)
    {
        (int exitCode, string errors) = Try(directory, program, arguments);
        Assert.That(exitCode, Is.Zero, errors);
    }

    /// <summary>The same, of a program that may fail for reasons of its own.</summary>
    public static (int ExitCode, string Errors) Try(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program) ?? program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }

    /// <summary>What a program writes, byte for byte as Latin-1; its exit code and errors are not looked at.</summary>
    public static string Output(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program) ?? program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.Latin1,
        };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
