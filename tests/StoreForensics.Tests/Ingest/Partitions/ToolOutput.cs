using System.Diagnostics;

namespace StoreForensics.Tests.Ingest.Partitions;

/// <summary>What a program of the machine prints. <see cref="Contracts.Tool.Require"/> is to be called first.</summary>
internal static class ToolOutput
{
    public static string[] Lines(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        return lines;
    }
}
