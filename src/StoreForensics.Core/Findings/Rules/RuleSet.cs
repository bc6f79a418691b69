using StoreForensics.Findings.Indicators;
using StoreForensics.Findings.Patterns;
using StoreForensics.Findings.Rules.Builds;
using StoreForensics.Findings.Rules.Containers;
using StoreForensics.Findings.Rules.Kubernetes;

namespace StoreForensics.Findings.Rules;

/// <summary>The rules that need logic, in the order they look. Those that do not are in the rule files beside this one.</summary>
internal static class RuleSet
{
    public static IInventoryRule[] Inventory() =>
    [
        new PrivilegedRule(), new HostNamespaceRule(), new HostMountRule(), new CapabilityRule(), new ConfinementRule(), new DeviceRule(),
            new PublishedPortRule(), new ImageOriginRule(), new ImageRegistryRule(), new PublishedImageRule(),
        new ContainerEndRule(), new ContainerHoursRule(), new UserNetworkRule(), new RecoveredRule(),
        new NodeFileRule(), new SandboxRule(), new BuildEndRule(), new BuildResultRule(), new BuildInputRule(),
        new PosingNameRule(), new RemovedObjectRule(), new UnitRule(), new EngineActionRule(), new PendingServiceRule(),
    ];

    public static IFileRule[] Files(IEnumerable<PatternRule> patterns) =>
    [
        new SetIdRule(), new HiddenFileRule(), new WebShellRule(), new DeviceRule(), new ContainerChangeRule(), new DirectoryReplacedRule(),
            new FileTimeRule(), new FileTimeKeptRule(), new OutsideFileRule(), new RenamedShellRule(), new SharedFileRule(), new HostileNameRule(),
            new PodFileRule(), new PatternFiles(patterns),
    ];

    public static ITextRule[] Texts(IEnumerable<PatternRule> patterns) =>
    [
        new SecretRule(), new UrlSecretRule(), new SecretLogRule(), new AccountTextRule(), new AccountTokenRule(), new PodListRule(),
            new PatternTexts(patterns),
    ];

    /// <summary>One of each, to ask for its rules; no patterns.</summary>
    public static IEnumerable<IRule> All() => [.. Inventory(), .. Files([]), .. Texts([]), new AlteredLayerRule(), new IndicatorRule(null)];
}
