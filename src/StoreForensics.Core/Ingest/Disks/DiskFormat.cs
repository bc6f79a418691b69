namespace StoreForensics.Ingest.Disks;

/// <summary>Formats of a disk image file.</summary>
internal enum DiskFormat
{
    /// <summary>None of the others: the bytes are the medium.</summary>
    Raw,
    Qcow2,
    Vmdk,
    Vhd,
    Vhdx,
    Vdi,
    Qed,
    Parallels,
    Ewf,
}
