using System.Text;
using StoreForensics.Cli.Extraction;
using StoreForensics.Primitives;

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
        Console.SetOut(Writer(OpenOutput()));
        Console.SetError(Writer(new GuardedWriting(Opened(2, Console.OpenStandardError), mayFail: true)));
    }

    /// <summary>What takes the place of standard output's bytes; only tests set it, each for itself.</summary>
    internal static AsyncLocal<Stream?> Instead { get; } = new();

    /// <summary>Standard input; empty where the caller closed it, for then its number is something else's.</summary>
    public static Stream OpenInput() => Opened(0, Console.OpenStandardInput) ?? Stream.Null;

    /// <summary>Standard output, unbuffered.</summary>
    public static Stream OpenOutput() => new GuardedWriting(Instead.Value ?? Opened(1, Console.OpenStandardOutput), mayFail: false);

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

    private sealed class GuardedWriting(Stream? inner, bool mayFail) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                (inner ?? throw new UnauthorizedAccessException()).Write(buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Failed(e);
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            try
            {
                inner?.Flush();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Failed(e);
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        // .NET calls a descriptor that is closed, or not open for writing, one without permission.
        private void Failed(Exception e)
        {
            if (!mayFail)
                throw new OutputException("standard output cannot be written: " + (e is IOException ? DisplayText.Escape(e.Message) : "it is closed"), e);
        }
    }
}
