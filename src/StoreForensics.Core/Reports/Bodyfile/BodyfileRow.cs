using System.Buffers;
using System.Buffers.Text;
using System.Text;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Bodyfile;

/// <summary>
/// Writes an event as a row of Sleuth Kit's bodyfile 3: <c>MD5|name|inode|mode_as_string|UID|GID|size|atime|mtime|ctime|crtime</c>. A time that the
/// row does not tell is -1: mactime (4.11) prints a row for every 0 and drops a row whose times are all 0, so that 0 can mean 1970 itself.
/// </summary>
internal sealed class BodyfileRow
{
    private static readonly byte[][] s_types = [.. EventTypes.Names.Select(Encoding.ASCII.GetBytes)];

    private readonly StreamBuffer _target;
    private readonly TextEscaper _escaper = TextEscaper.ForBodyfile();
    private readonly SubjectCache<SubjectLabel> _labels;
    private readonly SameSecondNames _names = new();
    private readonly ArrayBufferWriter<byte> _name = new(256);

    public BodyfileRow(Case subject, StreamBuffer target)
    {
        _target = target;
        _labels = SubjectLabel.Cache(subject, _escaper);
    }

    public void Write(TimelineEvent e)
    {
        _name.ResetWrittenCount();
        if (BuildName(e))
            _names.MakeDistinct(e.Time.Seconds, _name);
        _target.Write("0|"u8);
        _target.Write(_name.WrittenSpan);
        Put('|');
        WriteInode(e.Inode);
        Put('|');
        WriteMode(e);
        WriteField(e.Uid ?? 0);
        WriteField(e.Gid ?? 0);
        WriteField(e.Size ?? 0);
        char column = e.Type.FileTime() ?? 'm';
        foreach (char time in "amcb")
            WriteField(time == column ? e.Time.Seconds : -1);
        Put('\n');
    }

    // True where the name alone does not make the row the only one of its second. Of files it does: a layer has a path once, and so has the evidence,
    // unless a file is called like another's deletion.
    private bool BuildName(TimelineEvent e)
    {
        _name.Write(_labels[e.Subject].For(e.Type));
        if (!e.Type.IsFile())
        {
            _name.Write(s_types[(int)e.Type]);
            _name.Write(": "u8);
            _name.Write(_escaper.Escape(e.Message.Span));
            return true;
        }
        ReadOnlySpan<byte> path = e.IsInLayer() ? e.Path.Span : e.Origin.Span;
        _name.Write(_escaper.Escape(path.IsEmpty ? e.Message.Span : path));
        if (e.Kind == EntryKind.Symlink && !e.LinkTarget.IsEmpty)
        {
            _name.Write(" -> "u8);
            _name.Write(_escaper.Escape(e.LinkTarget.Span));
        }
        if (e.Type == EventType.LayerFileDeleted)
            _name.Write(" (deleted)"u8);
        else if (e.Type == EventType.LayerFileTampered)
            _name.Write(" (tampered)"u8);
        return path.IsEmpty || _name.WrittenSpan[^1] == ')';
    }

    // Name type, slash, type and permissions of what the name leads to: r/rrwxr-xr-x. A deleted name leads to nothing.
    private void WriteMode(TimelineEvent e)
    {
        byte letter = e.Kind is EntryKind kind ? Letter(kind) : (byte)'-';
        bool isThere = e.Type != EventType.LayerFileDeleted;
        Span<byte> text = _target.GetSpan(12)[..12];
        text[0] = letter;
        text[1] = (byte)'/';
        text[2] = isThere ? letter : (byte)'-';
        Permissions(isThere ? e.Mode ?? 0 : 0, text[3..]);
        _target.Advance(12);
    }

    private static void Permissions(int mode, Span<byte> text)
    {
        for (int i = 0; i < 9; i++)
            text[i] = (mode & (0x100 >> i)) != 0 ? "rwx"u8[i % 3] : (byte)'-';
        if ((mode & 0x800) != 0)
            text[2] = text[2] == 'x' ? (byte)'s' : (byte)'S';
        if ((mode & 0x400) != 0)
            text[5] = text[5] == 'x' ? (byte)'s' : (byte)'S';
        if ((mode & 0x200) != 0)
            text[8] = text[8] == 'x' ? (byte)'t' : (byte)'T';
    }

    private static byte Letter(EntryKind kind) => kind switch
    {
        EntryKind.File => (byte)'r',
        EntryKind.Symlink => (byte)'l',
        EntryKind.CharDevice => (byte)'c',
        EntryKind.BlockDevice => (byte)'b',
        EntryKind.Fifo => (byte)'p',
        EntryKind.Socket => (byte)'s',
        _ => (byte)'d',
    };

    private void WriteField(long value)
    {
        Put('|');
        Span<byte> digits = _target.GetSpan(20);
        Utf8Formatter.TryFormat(value, digits, out int length);
        _target.Advance(length);
    }

    private void WriteInode(ulong value)
    {
        Span<byte> digits = _target.GetSpan(20);
        Utf8Formatter.TryFormat(value, digits, out int length);
        _target.Advance(length);
    }

    private void Put(char ascii)
    {
        _target.GetSpan(1)[0] = (byte)ascii;
        _target.Advance(1);
    }
}
