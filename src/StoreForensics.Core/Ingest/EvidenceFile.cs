using System.Text;
using Microsoft.Win32.SafeHandles;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Directories.Linux;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest;

/// <summary>The evidence file, opened once, read-only and, where the kernel can be told so, without touching its access time.</summary>
internal sealed class EvidenceFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly Action<ProbePlace>? _probe;

    private EvidenceFile(string path, string name, SafeFileHandle handle, Action<ProbePlace>? probe)
    {
        _probe = probe;
        Path = path;
        Name = name;
        _handle = handle;
        // The stream is only asked whether it can seek; it does not own the handle's life, for this does.
        var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        Pipe = stream.CanSeek ? null : stream;
        Length = stream.CanSeek ? stream.Length : 0;
    }

    /// <summary>As typed.</summary>
    public string Path { get; }

    /// <summary>What it is called: its path, unless the case has that twice.</summary>
    public string Name { get; }

    /// <summary>0 for a pipe.</summary>
    public long Length { get; }

    /// <summary>The bytes when they come once only: a FIFO, or the shell's <c>&lt;(command)</c>; null for a file.</summary>
    public Stream? Pipe { get; }

    /// <param name="path">As typed.</param>
    /// <param name="isNamedByEvidence">The name comes out of the evidence: opening a FIFO must not wait for its writer.</param>
    /// <param name="name">What it is called; null: its path.</param>
    /// <param name="probe">See <see cref="ProblemLog.Probe"/>.</param>
    /// <exception cref="EvidenceOpenException">It is not there or may not be read.</exception>
    public static EvidenceFile Open(string path, bool isNamedByEvidence = false, string? name = null, Action<ProbePlace>? probe = null)
    {
        try
        {
            return new EvidenceFile(path, name ?? path, OpenUntouched(path, isNamedByEvidence)
                ?? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read), probe);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EvidenceOpenException($"{DisplayText.Escape(path)}: no such file or directory", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EvidenceOpenException($"{DisplayText.Escape(path)}: permission denied", e);
        }
        catch (IOException e)
        {
            throw new EvidenceOpenException($"{DisplayText.Escape(path)}: cannot be opened: {DisplayText.Escape(e.Message)}", e);
        }
    }

    /// <summary>The whole file, with a position of its own. Dispose it or not: the file stays open.</summary>
    public FileWindow OpenStream() => new(_handle, 0, Length) { Probe = _probe };

    /// <summary>Up to so many bytes at a place.</summary>
    public byte[] Peek(long offset, int count)
    {
        byte[] bytes = new byte[Math.Min(count, Math.Max(0, Length - offset))];
        FileWindow window = OpenStream();
        window.Position = offset;
        try
        {
            int length = window.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..length];
        }
        catch (EvidenceFormatException unreadable)
        {
            throw new EvidenceOpenException($"{DisplayText.Escape(Name)}: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>The file's bytes by position. Closing those closes the file.</summary>
    public FileBlocks Blocks() => new(_handle, Length) { Probe = _probe };

    public void Dispose()
    {
        Pipe?.Dispose();
        _handle.Dispose();
    }

    // O_NOATIME is for the owner and root; for others the plain way follows, which also words what is wrong.
    private static SafeFileHandle? OpenUntouched(string path, bool nonBlocking)
    {
        if (!OperatingSystem.IsLinux() || !OpenFlags.IsKnownArchitecture || !Environment.Is64BitProcess)
            return null;
        int descriptor = Calls.Open(Calls.Name(Encoding.UTF8.GetBytes(path)),
            OpenFlags.NoAccessTime | OpenFlags.NoTerminal | (nonBlocking ? OpenFlags.NonBlocking : 0));
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
