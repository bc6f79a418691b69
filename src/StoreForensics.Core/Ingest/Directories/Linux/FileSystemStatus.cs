using System.Runtime.InteropServices;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary><c>struct statfs</c> where <c>long</c> has 64 bits.</summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
internal struct FileSystemStatus
{
    [FieldOffset(0)] public long Type;
    [FieldOffset(80)] public long Flags;

    /// <summary>Whether reading leaves access times alone whatever the flags of open are: ST_RDONLY or ST_NOATIME.</summary>
    public readonly bool KeepsAccessTimes => (Flags & (0x1 | 0x400)) != 0;

    /// <summary>
    /// The name of a file system that the kernel makes up (numbers of <c>linux/magic.h</c>); null for one that holds files. Such a tree belongs to the
    /// examining machine, not to the evidence, is different at each reading, and some of its files act when read.
    /// </summary>
    public readonly string? PseudoName => (uint)Type switch
    {
        0x9fa0 => "proc",
        0x62656572 => "sysfs",
        0x1cd1 => "devpts",
        0x64626720 => "debugfs",
        0x74726163 => "tracefs",
        0x73636673 => "securityfs",
        0xf97cff8c => "selinuxfs",
        0x5a3c69f0 => "apparmorfs",
        0x27e0eb => "cgroup",
        0x63677270 => "cgroup2",
        0xcafe4a11 => "bpf",
        0x62656570 => "configfs",
        0x19800202 => "mqueue",
        0x42494e4d => "binfmt_misc",
        0x6165676c => "pstore",
        0xde5e81e4 => "efivarfs",
        0x187 => "autofs",
        0x65735543 => "fusectl",
        0x6e736673 => "nsfs",
        _ => null,
    };
}
