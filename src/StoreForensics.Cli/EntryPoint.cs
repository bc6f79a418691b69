using System.CommandLine;
using StoreForensics.Cli.Commands;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Cli.Terminal;
using StoreForensics.Primitives;

namespace StoreForensics.Cli;

/// <summary>Parses the call, runs the command, and turns every way to fail into a line and an exit code.</summary>
internal static class EntryPoint
{
    /// <summary>Shows what a fault in this program was and where in it it arose, for a report of it.</summary>
    public const string DebugOption = "--debug";

    public static int Run(string[] args)
    {
        // Asked for by scripts at every start: answered before anything else is loaded.
        if (args is ["--version"])
            return Guard(Version, isDebugging: false);
        return Guard(() => Parse(args), args.Contains(DebugOption));
    }

    private static int Version()
    {
        Console.Out.WriteLine(ToolVersion.Line);
        return ExitCodes.Done;
    }

    private static int Parse(string[] args)
    {
        RootCommand root = CommandTree.Build(args);
        ParseResult call = root.Parse(args, CommandTree.Parsing);
        if (call.Errors.Count > 0)
        {
            if (call.CommandResult.Command is RootCommand && args is [var word, ..] && WrongCommand.Tell(word, root) is { } told)
                throw new UsageException(told);
            string command = call.CommandResult.Command is RootCommand ? "storeforensics" : "storeforensics " + call.CommandResult.Command.Name;
            throw new UsageException(DisplayText.Escape(call.Errors[0].Message) + $"\ntry: {command} --help");
        }
        UnknownOptions.Check(call);
        ScreenOptions.Begin(call);
        return call.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    // The last guard: nothing goes past it.
    private static int Guard(Func<int> run, bool isDebugging)
    {
        try
        {
            int code = run();
            Screen.End();
            return code;
        }
        catch (Exception thrown)
        {
            (string message, int code) = Tell(Containment.Bare(thrown));
            EndScreen();
            Console.Error.WriteLine("storeforensics: " + message);
            if (isDebugging)
                Console.Error.WriteLine(FaultText.Of(thrown));
            return code;
        }
    }

    // What was printed before the fault is shown before it.
    private static void EndScreen()
    {
        try
        {
            Screen.End();
        }
        catch (Exception e) when (e is IOException or OutputException)
        {
            // Standard output cannot be written: that is told already, or is what is told now.
        }
    }

    private static (string Message, int Code) Tell(Exception e) => e switch
    {
        UsageException => (e.Message, ExitCodes.Usage),
        EvidenceOpenException => (e.Message, ExitCodes.NoEvidence),
        OutputException => (e.Message, ExitCodes.OutputFailed),
        IOException => (DisplayText.Escape(e.Message), ExitCodes.OutputFailed),
        OperationCanceledException => ("interrupted", ExitCodes.Interrupted),
        _ => ("cannot go on: " + Containment.Words(e), ExitCodes.NoEvidence),
    };
}
