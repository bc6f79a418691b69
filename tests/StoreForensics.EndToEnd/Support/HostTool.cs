using System.ComponentModel;
using System.Diagnostics;

namespace StoreForensics.EndToEnd.Support;

/// <summary>Runs a tool of the host (tar, xz, …) that prepares evidence for a test. A test whose tool is missing is ignored.</summary>
internal static class HostTool
{
    /// <summary>Runs the tool; its standard input and output may be files.</summary>
    public static void Run(string tool, string[] arguments, string? inputFile = null, string? outputFile = null)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Start(start);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var feeding = new Thread(() => Feed(process, inputFile));
        feeding.Start();
        using (Stream sink = outputFile is null ? Stream.Null : File.Create(outputFile))
            process.StandardOutput.BaseStream.CopyTo(sink);
        process.WaitForExit();
        feeding.Join();
        if (process.ExitCode != 0)
            Assert.Ignore($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }

    private static void Feed(Process process, string? inputFile)
    {
        using Stream sink = process.StandardInput.BaseStream;
        if (inputFile is null)
            return;
        using FileStream source = File.OpenRead(inputFile);
        source.CopyTo(sink);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"the tool '{start.FileName}' is not installed");
            throw;
        }
    }
}
