extern alias cli;

using cli::StoreForensics.Cli;
using cli::StoreForensics.Cli.Output;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Faults;

/// <summary>The whole program, called as from a shell but in this process, so that
/// faults can be put into it. One at a time: it prints to the console.</summary>
internal static class ProgramInProcess
{
    public static (int Code, string Output, string Errors) Run(Action<ProbePlace>? probe, params string[] args) => Run(probe, new MemoryStream(), args);

    /// <param name="probe">Asked wherever a fault may arise.</param>
    /// <param name="standardOutput">Takes the bytes that are written past the console's text.</param>
    /// <param name="args">The call.</param>
    public static (int Code, string Output, string Errors) Run(Action<ProbePlace>? probe, Stream standardOutput, params string[] args)
    {
        TextWriter output = Console.Out, errors = Console.Error;
        using var told = new StringWriter();
        using var complained = new StringWriter();
        Console.SetOut(told);
        Console.SetError(complained);
        ProblemLog.NextProbe.Value = probe;
        StandardStreams.Instead.Value = standardOutput;
        try
        {
            int code = EntryPoint.Run(args);
            return (code, told.ToString(), complained.ToString());
        }
        finally
        {
            ProblemLog.NextProbe.Value = null;
            StandardStreams.Instead.Value = null;
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
