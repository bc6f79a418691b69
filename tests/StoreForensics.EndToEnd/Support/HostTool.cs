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
        Thread feeding = Feed(process, inputFile);
        using (Stream sink = outputFile is null ? Stream.Null : File.Create(outputFile))
            process.StandardOutput.BaseStream.CopyTo(sink);
        process.WaitForExit();
        feeding.Join();
        if (process.ExitCode != 0)
            Assert.Ignore($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }

    /// <summary>Starts to write a file, or nothing, to the process's standard input, and closes that.</summary>
    public static Thread Feed(Process process, string? inputFile)
    {
        var feeding = new Thread(() =>
        {
            try
            {
                using Stream sink = process.StandardInput.BaseStream;
                using Stream source = inputFile is null ? Stream.Null : File.OpenRead(inputFile);
                source.CopyTo(sink);
            }
            catch (IOException)
            {
                // It ended before it had read all: its exit code tells.
            }
        });
        feeding.Start();
        return feeding;
    }

    /// <summary>Starts a process; where there is no such program the test is ignored.</summary>
    public static Process Start(ProcessStartInfo start)
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
