using System.Diagnostics;

namespace StoreForensics.Tests.Contracts;

/// <summary>Programs of the machine that pack the reference tree; a test is ignored where one is missing.</summary>
internal static class Tool
{
    public static void Require(params string[] programs)
    {
        string[] places = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin"];
        foreach (string program in programs)
        {
            if (!places.Any(p => File.Exists(Path.Combine(p, program))))
                Assert.Ignore($"{program} is not installed.");
        }
    }

    /// <summary>Runs a program, without a shell, in the C locale.</summary>
    public static void Run(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }

    /// <summary>What a program writes, byte for byte as Latin-1; its exit code and errors are not looked at.</summary>
    public static string Output(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
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
