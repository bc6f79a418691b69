namespace StoreForensics.Cli.Terminal;

/// <summary>
/// Standard output on a terminal: held back until it is longer than the screen, then given to a pager; what is shorter, and everything where there is no
/// pager, goes to the terminal. What is said on standard error meanwhile is said afterwards.
/// </summary>
/// <param name="terminal">Where the bytes go in the end.</param>
/// <param name="height">Lines of the screen.</param>
/// <param name="width">Characters of a line.</param>
internal sealed class PagedOutput(Stream terminal, int height, int width) : Stream
{
    // Nobody reads a line of this length, and a program that writes them is not waited for.
    private const int MostHeld = 1 << 20;

    private readonly MemoryStream _held = new();
    private readonly MemoryStream _errors = new();
    private Pager? _pager;
    private bool _isDecided;
    private int _lines;
    private int _column;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the screen is the pager's.</summary>
    public bool IsPaging => _pager is not null;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_isDecided)
        {
            Count(buffer);
            _held.Write(buffer);
            if (_lines >= height || _held.Length > MostHeld)
                Decide(Pager.Start());
            return;
        }
        if (_pager is { } pager)
            pager.Write(buffer);
        else
            terminal.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Takes what is for standard error, where it would come before what it is about, or into the pager's screen.</summary>
    /// <returns>False: it may be shown now.</returns>
    public bool Takes(ReadOnlySpan<byte> error)
    {
        if (_pager is null && (_isDecided || _held.Length == 0))
            return false;
        if (_errors.Length < MostHeld)
            _errors.Write(error);
        return true;
    }

    public override void Flush()
    {
        // What is held back is shown when it is known how long it is.
    }

    /// <summary>Shows what is held back, waits for the pager's end, and gives back what was for standard error.</summary>
    public new void Close()
    {
        if (!_isDecided)
            Decide(null);
        _pager?.Dispose();
        _pager = null;
        terminal.Flush();
        if (_errors.Length == 0)
            return;
        using Stream errors = Console.OpenStandardError();
        _errors.WriteTo(errors);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Decide(Pager? pager)
    {
        _isDecided = true;
        _pager = pager;
        Write(_held.GetBuffer().AsSpan(0, (int)_held.Length));
        _held.SetLength(0);
    }

    // A character of several bytes counts as many: at worst a pager is asked that ends at once.
    private void Count(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            bool isFull = ++_column > width;
            if (one != '\n' && !isFull)
                continue;
            _lines++;
            _column = one == '\n' ? 0 : 1;
        }
    }
}
