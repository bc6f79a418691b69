using System.Runtime.InteropServices;
using StoreForensics.Cli.Terminal;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// Whoever ends the program from outside, by a key, by <c>kill</c>, by closing the terminal, finds nothing half-written and no temporary file afterwards.
/// A signal that the caller had ignored (<c>nohup</c>) stays ignored: the runtime leaves it so.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(s => PosixSignalRegistration.Create(s, End))];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        // It is the pager that is interrupted, where one reads.
        if (context.Signal == PosixSignal.SIGINT && Screen.IsPaging)
            return;
        OutputFile.Abandon();
        Scratch.DisposeAll();
        Environment.Exit(ExitCodes.Interrupted);
    }
}
