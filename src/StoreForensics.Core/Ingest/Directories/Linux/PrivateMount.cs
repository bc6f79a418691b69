namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>
/// Where the kernel (5.12 or later) and the user's rights allow it, the evidence is read through a mount of our own: read-only, no access times, no devices.
/// It hangs nowhere in the machine's tree, nobody else sees it, and it is gone with its last descriptor. Without it, reading a symlink's target
/// updates the symlink's access time, which no flag prevents.
/// </summary>
internal static unsafe class PrivateMount
{
    // linux/mount.h
    private const int Clone = 1;
    private const ulong ReadOnly = 0x1;
    private const ulong NoDevices = 0x4;
    private const ulong NoAccessTimes = 0x10;
    private const ulong AccessTimeMask = 0x70;

    /// <summary>A descriptor of the same directory in such a mount, mounts below it included; negative where that cannot be had.</summary>
    public static int Of(int directory)
    {
        byte none = 0;
        int mount = LibC.OpenTree(directory, &none, Clone | OpenFlags.CloseOnExec | OpenFlags.AtEmptyPath | OpenFlags.AtRecursive);
        if (mount < 0)
            return -Errno.Last;
        if (LibC.SetMountAttributes(mount, &none, OpenFlags.AtEmptyPath | OpenFlags.AtRecursive, ReadOnly | NoDevices | NoAccessTimes, AccessTimeMask) < 0)
        {
            int error = Errno.Last;
            Calls.Close(mount);
            return -error;
        }
        return mount;
    }
}
