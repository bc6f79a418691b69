using System.Diagnostics;

namespace StoreForensics.Cli.Terminal;

/// <summary>
/// The one program that this one ever starts: the reader's pager, for output that is longer than the screen of a terminal. It is found on <c>PATH</c> by
/// its absolute path, gets text on its standard input, and no name of the evidence.
/// </summary>
internal sealed class Pager : IDisposable
{
    private readonly Process _process;
    private readonly Stream _input;
    private bool _isGone;

    private Pager(Process process)
    {
        _process = process;
        _input = process.StandardInput.BaseStream;
    }

    /// <returns>Null where there is none, or it cannot be started: that is no fault.</returns>
    public static Pager? Start()
    {
        if (PagerChoice.Of(Environment.GetEnvironmentVariable, Environment.CurrentDirectory) is not { } choice)
            return null;
        var start = new ProcessStartInfo(choice.Path) { RedirectStandardInput = true, UseShellExecute = false };
        foreach (string argument in choice.Arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in choice.Surroundings)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start) is { } process ? new Pager(process) : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    /// <summary>A reader who has seen enough is no fault.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_isGone)
            return;
        try
        {
            _input.Write(bytes);
            _input.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _isGone = true;
        }
    }

    public void Dispose()
    {
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // The reader has gone.
        }
        _process.WaitForExit();
        _process.Dispose();
    }
}
