import { Icon, type IconProps } from './Icon.tsx'

export const ScaleIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="3.5" y="3.5" width="13" height="13" rx="2" />
    <path d="M6.5 8.5a5 5 0 0 1 7 0L11 11H9z" />
  </Icon>
)

export const MeterIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="3" y="4" width="14" height="12" rx="1.5" />
    <path d="M5.5 8.5h9v3h-9zM8.5 8.5v3M11.5 8.5v3" />
  </Icon>
)

export const SignatureIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 16.5h14" />
    <path d="M3.5 12.5c3-7 5-9 6-8s-3 8-2 8.5 2.5-3.5 3.5-3.5-.5 3 .5 3 1.5-1 4-1.5" />
  </Icon>
)

export const MenuIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 6h13M3.5 10h13M3.5 14h13" />
  </Icon>
)

export const UserIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="7" r="3" />
    <path d="M4 16.5c.6-3.3 3-5 6-5s5.4 1.7 6 5" />
  </Icon>
)

export const DownloadIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 3v9M6.5 8.5 10 12l3.5-3.5" />
    <path d="M4 16.5h12" />
  </Icon>
)

export const UploadIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 12V3M6.5 6.5 10 3l3.5 3.5" />
    <path d="M4 16.5h12" />
  </Icon>
)

export const PinIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 17s5.5-4.6 5.5-9A5.5 5.5 0 0 0 4.5 8c0 4.4 5.5 9 5.5 9z" />
    <circle cx="10" cy="8" r="2" />
  </Icon>
)

export const DepotIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 16.5V8l7-4.5L17 8v8.5z" />
    <path d="M7 16.5v-5h6v5" />
  </Icon>
)

export const WarningIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 3 17.5 16.5H2.5z" />
    <path d="M10 8v4M10 14.3v.1" />
  </Icon>
)

export const StairsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 16.5h4v-4h4v-4h4v-4h2.5" />
  </Icon>
)

export const KeyIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="7" cy="7" r="3.5" />
    <path d="m9.5 9.5 7 7M13.5 13.5l2-2" />
  </Icon>
)

export const EyeIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5z" />
    <circle cx="10" cy="10" r="2.2" />
  </Icon>
)
