using System.Text;
using StoreForensics.Cli.Extraction;
using StoreForensics.Cli.Terminal;

namespace StoreForensics.Cli.Output;

/// <summary>
/// Standard output and standard error for the whole program. What cannot be written to the first is an <see cref="OutputException"/>; what cannot be written to
/// the second is lost, for there is nobody left to tell. A reader that has gone away (<c>| head</c>) is no fault: .NET's stream says nothing of it.
/// </summary>
internal static class StandardStreams
{
    private static readonly bool[] s_isClosed = new bool[3];

    /// <summary>To be called before anything else is written or opened.</summary>
    public static void Secure()
    {
        for (int descriptor = 0; descriptor < s_isClosed.Length; descriptor++)
            s_isClosed[descriptor] = IsClosed(descriptor);
        Reopen();
        Console.SetError(Writer(new HeldErrors(new GuardedWriting(Opened(2, Console.OpenStandardError), mayFail: true))));
    }

    /// <summary>Lines go where <see cref="OpenOutput"/> leads now.</summary>
    public static void Reopen() => Console.SetOut(Writer(OpenOutput()));

    /// <summary>What takes the place of standard output's bytes; only tests set it, each for itself.</summary>
    internal static AsyncLocal<Stream?> Instead { get; } = new();

    /// <summary>Standard input; empty where the caller closed it, for then its number is something else's.</summary>
    public static Stream OpenInput() => Opened(0, Console.OpenStandardInput) ?? Stream.Null;

    /// <summary>Standard output, unbuffered.</summary>
    public static Stream OpenOutput() => new GuardedWriting(Instead.Value ?? Screen.Pages ?? Opened(1, Console.OpenStandardOutput), mayFail: false);

    // A descriptor that the caller closed is given to the next file that is opened. The runtime's own close themselves on exec, which one that was there at the
    // start cannot; where it is still free, a report or the evidence would get it, and lines meant for the terminal with it.
    private static unsafe bool IsClosed(int descriptor)
    {
        const int getDescriptorFlags = 1, closeOnExec = 1, readOnly = 0;
        if (!Calls.IsKnownSystem)
            return false;
        int flags = LibC.Control(descriptor, getDescriptorFlags, 0);
        if (flags >= 0)
            return (flags & closeOnExec) != 0;
        fixed (byte* nothing = "/dev/null\0"u8)
            _ = LibC.Open(nothing, readOnly, 0);
        return true;
    }

    private static Stream? Opened(int descriptor, Func<Stream> open)
    {
        try
        {
            return s_isClosed[descriptor] ? null : open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static StreamWriter Writer(Stream stream)
    {
        Encoding encoding = Console.OutputEncoding;
        return new StreamWriter(stream, encoding.Preamble.IsEmpty ? encoding : new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }
}
