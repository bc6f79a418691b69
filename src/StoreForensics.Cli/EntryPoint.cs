using System.CommandLine;
using StoreForensics.Cli.Commands;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;

namespace StoreForensics.Cli;

/// <summary>Parses the call, runs the command, and turns every way to fail into a line and an exit code.</summary>
internal static class EntryPoint
{
    public static int Run(string[] args)
    {
        // Asked for by scripts at every start: answered before anything else is loaded.
        if (args is ["--version"])
        {
            Console.Out.WriteLine(ToolVersion.Text);
            return ExitCodes.Done;
        }
        return Guard(() => Parse(args));
    }

    private static int Parse(string[] args)
    {
        RootCommand root = CommandTree.Build(args);
        ParseResult call = root.Parse(args);
        if (call.Errors.Count > 0)
        {
            string command = call.CommandResult.Command is RootCommand ? "storeforensics" : "storeforensics " + call.CommandResult.Command.Name;
            throw new UsageException(DisplayText.Escape(call.Errors[0].Message) + $"\ntry: {command} --help");
        }
        return call.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (UsageException e)
        {
            return Fail(e.Message, ExitCodes.Usage);
        }
        catch (EvidenceOpenException e)
        {
            return Fail(e.Message, ExitCodes.NoEvidence);
        }
        catch (OutputException e)
        {
            return Fail(e.Message, ExitCodes.OutputFailed);
        }
        catch (IOException e)
        {
            return Fail(DisplayText.Escape(e.Message), ExitCodes.OutputFailed);
        }
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine("storeforensics: " + message);
        return code;
    }
}
