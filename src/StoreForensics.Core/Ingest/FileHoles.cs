using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StoreForensics.Ingest.Directories.Linux;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest;

/// <summary>Holes of a file of the examiner's machine, as its file system tells them: lseek(2)
/// with SEEK_DATA and SEEK_HOLE on 64-bit Linux. Elsewhere everything is data.</summary>
internal static class FileHoles
{
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int NothingThere = 6; // ENXIO

    private static readonly bool s_isKnown = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>As <see cref="IHoles.NextData"/>. Files are read by position here, so that the descriptor's own, which this moves, is nobody's.</summary>
    public static DataRun NextData(SafeFileHandle file, long from, long length)
    {
        if (from >= length)
            return new DataRun(length, length);
        if (!s_isKnown)
            return new DataRun(from, length);
        bool isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            int descriptor = (int)file.DangerousGetHandle();
            long start = LibC.Seek(descriptor, from, SeekData);
            if (start < 0)
                return Marshal.GetLastPInvokeError() == NothingThere ? new DataRun(length, length) : new DataRun(from, length);
            long end = LibC.Seek(descriptor, start, SeekHole);
            return new DataRun(Math.Min(start, length), end <= start ? length : Math.Min(end, length));
        }
        finally
        {
            if (isHeld)
                file.DangerousRelease();
        }
    }
}
