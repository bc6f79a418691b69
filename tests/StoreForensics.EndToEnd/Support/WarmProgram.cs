using System.Collections.Concurrent;
using System.Diagnostics;

namespace StoreForensics.EndToEnd.Support;

/// <summary>
/// The built program in a process that makes one call after the other (<see cref="StartupHook"/>): the same assembly, configuration and entry point as in a
/// process of its own, without the time that each start takes. Tests of streams, signals and environments start one of their own.
/// </summary>
internal sealed class WarmProgram : IDisposable
{
    /// <summary>Above this a process is let go: what calls leave behind must not add up.</summary>
    private const long MostBytes = 700L << 20;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly ConcurrentBag<WarmProgram> s_idle = [];
    private static int s_made;

    private readonly Process _process;
    private readonly BinaryWriter _calls;
    private readonly BinaryReader _answers;
    private readonly string _output = ScratchFolder.Session.File($"call-{Interlocked.Increment(ref s_made)}.out");
    private readonly string _errors;

    static WarmProgram() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        while (s_idle.TryTake(out WarmProgram? idle))
            idle.Dispose();
    };

    private WarmProgram(ProcessStartInfo start)
    {
        _errors = Path.ChangeExtension(_output, ".err");
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        _process = HostTool.Start(start);
        _calls = new BinaryWriter(_process.StandardInput.BaseStream);
        _answers = new BinaryReader(_process.StandardOutput.BaseStream);
    }

    /// <param name="start">How the program is started, without arguments.</param>
    /// <param name="arguments">The call.</param>
    public static ProgramRun Run(ProcessStartInfo start, string[] arguments)
    {
        if (!s_idle.TryTake(out WarmProgram? program))
            program = new WarmProgram(start);
        ProgramRun run = program.Run(start.WorkingDirectory, arguments);
        program._process.Refresh();
        if (program._process.WorkingSet64 > MostBytes)
            program.Dispose();
        else
            s_idle.Add(program);
        return run;
    }

    private ProgramRun Run(string directory, string[] arguments)
    {
        string call = "storeforensics " + string.Join(' ', arguments);
        foreach (string text in (string[])[directory, _output, _errors])
            _calls.Write(text);
        _calls.Write(arguments.Length);
        foreach (string argument in arguments)
            _calls.Write(argument);
        _calls.Flush();
        return new ProgramRun(call, Answer(call), File.ReadAllBytes(_output), File.ReadAllText(_errors));
    }

    private int Answer(string call)
    {
        Task<int> answer = Task.Run(_answers.ReadInt32);
        try
        {
            if (answer.Wait(s_limit))
                return answer.Result;
        }
        catch (AggregateException)
        {
            // It is gone without an answer.
        }
        string how = answer.IsFaulted ? "ended without an answer" : $"not done after {s_limit}";
        Dispose();
        Assert.Fail($"{how}: {call}\n{File.ReadAllText(_errors)}");
        throw new UnreachableException();
    }

    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
        _process.Dispose();
    }
}
