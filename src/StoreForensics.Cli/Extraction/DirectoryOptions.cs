namespace StoreForensics.Cli.Extraction;

/// <summary>What is recreated in a directory beyond contents, permissions, times and links: only what was asked for.</summary>
/// <param name="Force">Files in the way are replaced; directories are used as they are.</param>
/// <param name="Owners">Numeric owners.</param>
/// <param name="SetId">Set-user-id and set-group-id bits.</param>
/// <param name="Devices">Devices, FIFOs and sockets.</param>
/// <param name="Xattrs">Extended attributes of every namespace; else <c>user.*</c> alone.</param>
internal readonly record struct DirectoryOptions(bool Force, bool Owners, bool SetId, bool Devices, bool Xattrs);
