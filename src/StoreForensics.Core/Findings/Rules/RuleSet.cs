namespace StoreForensics.Findings.Rules;

/// <summary>All rules of the program, in the order they look.</summary>
internal static class RuleSet
{
    public static IInventoryRule[] Inventory() =>
    [
        new PrivilegedRule(), new HostNamespaceRule(), new HostMountRule(), new CapabilityRule(), new ConfinementRule(), new DeviceRule(), new PublishedPortRule(), new ImageOriginRule(),
        new ContainerEndRule(), new RecoveredRule(),
    ];

    public static IFileRule[] Files() =>
    [
        new SetIdRule(), new PersistenceRule(), new HiddenFileRule(), new WebShellRule(), new LinkRule(), new LogRule(), new DeviceRule(), new ContainerChangeRule(), new FileTimeRule(),
    ];

    public static ITextRule[] Texts() => [new SecretRule(), new CommandRule()];
}
