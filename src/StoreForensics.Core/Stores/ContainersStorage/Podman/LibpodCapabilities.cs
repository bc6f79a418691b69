namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// Capabilities beyond and below the engine's default, which is not recorded with a container: that of 4.0 and later is taken (containers-common v0.50 to
/// v0.64 pkg/config/default.go). A privileged container has all of the host's.
/// </summary>
internal static class LibpodCapabilities
{
    private static readonly string[] s_default =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP",
        "CAP_SETUID", "CAP_SYS_CHROOT",
    ];

    /// <summary>In byte order.</summary>
    public static (IReadOnlyList<string> Added, IReadOnlyList<string> Dropped) Of(LibpodContainer container)
    {
        IReadOnlyList<string> bounding = container.Bounding;
        if (container.Privileged)
            return ([], []);
        return ([.. bounding.Except(s_default, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. s_default.Except(bounding, StringComparer.Ordinal)]);
    }
}
